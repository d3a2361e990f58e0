import { platformHeap } from "../../../policy/policies/platform/heap";
import { type Registration, unknown } from "../../components/mocks";
import { application } from "../kubernetes/mutants";
import { catches, inList, type Mutant, resourceOf, setting, takes } from "../mutations";

const set = (name: string) => ["kubernetes:apps/v1:StatefulSet", name] as const;
const container = "spec.template.spec.containers.0";

const withEnv =
  (change: (env: readonly { name: string }[]) => unknown) =>
  (resource: Registration): Registration =>
    setting(`${container}.env`, change(resource.inputs.spec.template.spec.containers[0].env))(resource);

const options = (value: unknown): Mutant => ({
  title: `JVM_OPTIONS is ${value === undefined ? "absent" : JSON.stringify(value)}`,
  change: withEnv((env) => env.map((one) => (one.name === "JVM_OPTIONS" ? { ...one, value } : one))),
});

const memory = (size: unknown): Mutant => ({
  title: `memory is ${size}`,
  change: (resource) =>
    setting(
      `${container}.resources.limits.memory`,
      size,
    )(setting(`${container}.resources.requests.memory`, size)(resource)),
});

const heap = (most: string, least = most): Mutant => options(`-Xms${least} -Xmx${most} -XX:+UseG1GC`);

const noSize = ["768Mi", "0.5G", "512MB", "", "lots", "1e6", "-1", "0"];

// Of a container that has so many Mi.
const mutantsOf = (limit: number): readonly Mutant[] => [
  options(undefined),
  options(null),
  options(unknown),
  options(""),
  options(384),
  options(["-Xmx384M"]),
  options("-XX:+UseG1GC"),
  options("Xmx384M"),
  options("-xmx384M -xms384M"),
  options("-Xms384M"),
  options("-Xmx384M"),
  options("-XX:MaxRAMPercentage=50"),
  options("-Xms384M -Xmx384M -Xmx900M"),
  options("-Xms384M -XX:MaxHeapSize=900M"),
  options("-Xmx384M -XX:InitialHeapSize=128M"),
  heap("384M", "128M"),
  heap("384M", "385M"),
  heap("384M", "384K"),
  ...[`${limit * 0.75 + 1}M`, `${limit * 768 + 1}k`, `${limit * 768 + 1}K`, String(limit * 786_432 + 1)].map((size) =>
    heap(size),
  ),
  ...[`${limit}M`, `${limit * 1024}k`, `${limit / 1024}G`, `${limit / 1024}g`, "10T"].map((size) => heap(size)),
  ...noSize.map((size) => heap(size)),
  memory("511Mi"),
  memory("400Mi"),
  memory(402_653_184),
  memory("4e8"),
  { title: "there is no environment", change: setting(`${container}.env`, undefined) },
  {
    title: "a ConfigMap says the options",
    change: withEnv((env) => [
      ...env.filter(({ name }) => name !== "JVM_OPTIONS"),
      { name: "JVM_OPTIONS", valueFrom: { configMapKeyRef: { name: "options", key: "jvm" } } },
    ]),
  },
  {
    title: "another variable has a larger heap",
    change: withEnv((env) => [...env, { name: "KAFKA_HEAP_OPTS", value: "-Xms900M -Xmx900M" }]),
  },
  {
    title: "another variable is not known",
    change: withEnv((env) => [...env, { name: "JAVA_TOOL_OPTIONS", value: unknown }]),
  },
  { title: "arguments have a larger heap", change: setting(`${container}.args`, ["java", "-Xmx900M", "kafka.Kafka"]) },
  { title: "a command has a larger heap", change: setting(`${container}.command`, ["sh", "-c", "exec java -Xmx9g"]) },
  // The exemptions of production are of what stands alone.
  { ...inList(heap("10G")), also: ["kubernetes-images-by-digest"] },
];

const client = resourceOf("kubernetes:apps/v1:Deployment", "orders", application());

describe("platform-heap", () => {
  describe("of brokers that have 1Gi", () => {
    catches(platformHeap, { resource: set("kafka-brokers"), mutants: mutantsOf(1024) });
    catches(platformHeap, {
      resource: set("kafka-brokers"),
      config: { [platformHeap.name]: { most: 0.4 } },
      mutants: [...mutantsOf(1024), heap("410M"), heap("512M"), heap("768M")],
    });
    takes(platformHeap, {
      resource: set("kafka-brokers"),
      mutants: [
        ...["768M", "384M", "786432k", "805306368", "128m", "1M"].map((size) => heap(size)),
        ...["512Mi", "1Gi", "64Gi", "1e9", "0.5Gi", 1_073_741_824].map(memory),
        heap("384M", "393216K"),
        options("-XX:MaxHeapSize=384M -XX:InitialHeapSize=384M"),
        // Where there is no limit, another rule says so.
        { title: "there is no limit", change: setting(`${container}.resources.limits`, undefined) },
        memory(unknown),
        {
          title: "something runs beside it that has no JVM",
          change: (resource) =>
            setting("spec.template.spec.containers", [
              { name: "exporter", resources: { limits: { memory: "32Mi" } } },
              ...resource.inputs.spec.template.spec.containers,
            ])(resource),
        },
      ],
    });
  });
  for (const [platform, name] of [
    ["dedicated", "kafka-controller-controllers"],
    ["prod", "zookeeper-servers"],
  ] as const) {
    describe(`of ${name} that have 2Gi`, () => {
      catches(platformHeap, { platform, resource: set(name), mutants: mutantsOf(2048) });
    });
  }
  describe("of applications", () => {
    const args = { resource: ["kubernetes:apps/v1:Deployment", "orders"] as const, beside: [client] };
    const env = (...list: readonly unknown[]): readonly Mutant[] =>
      list.map((value) => ({
        title: `KAFKA_HEAP_OPTS is ${JSON.stringify(value)}`,
        change: setting(`${container}.env`, [{ name: "KAFKA_HEAP_OPTS", value }]),
      }));
    catches(platformHeap, {
      ...args,
      mutants: [
        ...env(
          "-Xmx193m",
          "-Xmx256m",
          "-Xmx1g",
          "-Xms16m -Xmx200m",
          "-Xmx200m -Xms200m",
          "-Xmx",
          "-Xmx96Mi",
          "-Xmx96MB",
        ),
        ...env(
          "-XX:MaxHeapSize=193m",
          "-XX:MaxRAMPercentage=76",
          "-XX:MaxRAMPercentage=80.0",
          "-XX:MaxRAMPercentage=all",
        ),
        ...env('"-Xmx300m"', "-server -Xmx300m -Xss1m", "-Xmx201326593", "-Xmx300000k", "-Xmx0", "-Xmx-1", unknown),
        memory("127Mi"),
        memory("100M"),
        memory(1e8),
      ],
    });
    takes(platformHeap, {
      ...args,
      mutants: [
        ...env("-Xmx192m", "-Xmx96m -Xms16m", "", "-XX:MaxRAMPercentage=75", "-Dnote=no-Xmx9g", null),
        { title: "it has no environment", change: setting(`${container}.env`, undefined) },
        { title: "it has no limit", change: setting(`${container}.resources`, undefined) },
      ],
    });
  });
});

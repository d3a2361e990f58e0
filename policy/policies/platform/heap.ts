import { isKeeper, memberSettings } from "../../lib/members";
import { memoryLimitOf } from "../../lib/memory";
import { below, members, type Place, tell } from "../../lib/place";
import { at, items, notKnown } from "../../lib/plain";
import { readable } from "../../lib/quantities";
import { setting, stackRule } from "../../lib/rule";
import { containersOf, readableWorkloadsOf, type Workload } from "../../lib/workloads";

// By these, images and the JVM itself are told of options.
const variables = [
  "JVM_OPTIONS",
  "KAFKA_HEAP_OPTS",
  "KAFKA_OPTS",
  "JAVA_TOOL_OPTIONS",
  "JDK_JAVA_OPTIONS",
  "JAVA_OPTS",
];

export const platformHeap = stackRule({
  name: "platform-heap",
  must: "A JVM's heap leaves room in its container's memory, and in a StatefulSet it has one size from the start.",
  why: "The JVM needs memory besides its heap, and Kafka the page cache: with too large a heap, Kubernetes kills it under load. A heap that grows later fails when it is needed.",
  fix: "Set -Xmx to at most the share of resources.limits.memory that the setting says, and -Xms to the same, in the env variable JVM_OPTIONS; raise the limit where the heap has to be larger.",
  settings: {
    ...memberSettings,
    most: setting(0.75, "The greatest share of a container's memory limit that its heap takes", {
      type: "number",
      exclusiveMinimum: 0,
      maximum: 1,
    }),
  },
  judge: (resources, { namespace, most }) =>
    resources.flatMap(readableWorkloadsOf).flatMap((workload) => {
      const fixed = workload.object.kind === "StatefulSet";
      const isMember = fixed && isKeeper(workload, namespace);
      return containersOf(workload, ["initContainers", "containers"])
        .flatMap((one) => wrongIn(one, { most, fixed, required: isMember && keeps(one, workload) }))
        .map((found) => ({ found, urn: workload.object.urn }));
    }),
});

/** Whether a container keeps something on a volume of its pod's own, and is no helper beside what does. */
function keeps(container: Place, { object, spec }: Workload): boolean {
  const claims = members(below(object, "spec", "volumeClaimTemplates")).map((one) => at(one.value, "metadata", "name"));
  const isHelper = !container.path.startsWith(below(spec, "containers").path);
  return (
    !isHelper &&
    members(below(container, "volumeMounts"))
      .map((mount) => below(mount, "name").value)
      .some((name) => name !== undefined && claims.includes(name))
  );
}

interface Demands {
  readonly most: number;
  /** Whether the heap has to be of one size. */
  readonly fixed: boolean;
  /** Whether there has to be one. */
  readonly required: boolean;
}

function wrongIn(container: Place, { most, fixed, required }: Demands): readonly string[] {
  const { path } = container;
  const hidden = members(below(container, "env"))
    .filter((one) => variables.includes(String(below(one, "name").value)))
    .map((one) => below(one, "value"))
    .filter(({ value }) => value === notKnown);
  if (hidden.length > 0) {
    return hidden.map(tell);
  }
  const limit = memoryLimitOf(container);
  const texts = textsOf(container);
  const heaps = sizes(texts, /(?:^|[\s"'=])-(?:Xmx|XX:MaxHeapSize=)([^\s"']*)/g);
  if (heaps.length === 0) {
    const shares = sizes(texts, /(?:^|[\s"'=])-XX:MaxRAMPercentage=([^\s"']*)/g).filter(
      ({ text }) => !(Number(text) <= most * 100),
    );
    return required
      ? [`${path} sets no -Xmx`]
      : shares.map(({ text }) => `${path} has -XX:MaxRAMPercentage=${text}, more than ${most * 100}`);
  }
  // Where there is no limit, another rule says so.
  const large = limit === undefined ? [] : heaps.filter(({ bytes }) => !(bytes <= limit * most));
  if (large.length > 0) {
    return large.map(
      ({ text }) =>
        `${path} has -Xmx${text}, more than ${readable((limit ?? 0) * most)} of its ${readable(limit ?? 0)}`,
    );
  }
  const starts = sizes(texts, /(?:^|[\s"'=])-(?:Xms|XX:InitialHeapSize=)([^\s"']*)/g);
  const isFixed = [...starts, ...heaps].every(({ bytes }) => bytes === heaps[0]?.bytes) && starts.length > 0;
  return fixed && !isFixed
    ? [`${path} has -Xms${starts.map(({ text }) => text).join(" and ") || " nowhere"}, not -Xmx${heaps[0]?.text}`]
    : [];
}

/** Everything that a container hands to what it runs. */
const textsOf = ({ value }: Place): readonly string[] =>
  [
    ...items(at(value, "env")).map((one) => at(one, "value")),
    ...items(at(value, "command")),
    ...items(at(value, "args")),
  ].filter((text) => typeof text === "string");

interface Size {
  readonly text: string;
  /** No number where it is no size. */
  readonly bytes: number;
}

const units = ["", "k", "m", "g", "t"];

const sizes = (texts: readonly string[], pattern: RegExp): readonly Size[] =>
  texts
    .flatMap((text) => [...text.matchAll(pattern)])
    .map(([, text = ""]) => {
      const [, amount, unit = ""] = /^([1-9]\d*)([kmgt]?)$/i.exec(text) ?? [];
      return { text, bytes: Number(amount) * 1024 ** units.indexOf(unit.toLowerCase()) };
    });

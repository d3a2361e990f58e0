import { brokerScripts } from "../../../policy/policies/brokers/scripts";
import { type Registration, unknown } from "../../components/mocks";
import { application, applicationPod } from "../kubernetes/mutants";
import { catches, type Mutant, resourceOf, setting, takes, unchanged, values } from "../mutations";
import { brokerFiles, brokers } from "./files";

const start = "data[start.sh]";
const appended = (...lines: readonly string[]): readonly Mutant[] =>
  lines.map((line) => ({
    title: `the start script has ${JSON.stringify(line)}`,
    change: (resource: Registration) => setting(start, `${resource.inputs.data["start.sh"]}\n${line}\n`)(resource),
  }));

const more = ["kubernetes:core/v1:ConfigMap", "more"] as const;
const mounted = (title: string, inputs: object, name: unknown = "more"): Mutant => ({
  title,
  resource: brokers,
  change: (resource) =>
    setting("spec.template.spec.volumes", [
      ...resource.inputs.spec.template.spec.volumes,
      { name: "more", configMap: { name } },
    ])(resource),
  adds: [resourceOf(more[0], more[1], { metadata: { namespace: "kafka", name: "more" }, ...inputs })],
  reports: more,
});
const alters = "kafka-configs.sh --bootstrap-server localhost:9091 --alter --entity-type topics --entity-name a";

describe("broker-scripts", () => {
  catches(brokerScripts, {
    resource: brokerFiles,
    mutants: [
      ...appended(
        'exec java kafka.Kafka "$properties" --override min.insync.replicas=1',
        'exec kafka-server-start.sh "$properties" --override "$MORE"',
        'echo min.insync.replicas=1 >>"$properties"',
        "  echo 'unclean.leader.election.enable = true' | tee -a \"$properties\"",
        'printf "log.dirs=/tmp" >>"$properties"',
        "printf '%s\\nlog.dirs=/tmp\\n' x >>\"$properties\"",
        'sed -i "s/min.insync.replicas=2/min.insync.replicas=1/" "$properties"',
        "sed -i 's|^super\\.users=.*|super.users=User:orders|' \"$properties\"",
        'cat /etc/more/settings >>"$properties"',
        "cat /etc/more/settings >> /tmp/server.properties",
        'tee -a "$properties" </etc/more/settings',
        'tee --append "$properties" </etc/more/settings',
        'cat /extra >>"$TMPDIR/kraft.conf"',
        "broker.rack=a; min.insync.replicas=1",
        "allow.everyone.if.no.acl.found=true",
        alters,
        "kafka-configs.sh --add-config retention.ms=1000",
        'java kafka.admin.ConfigCommand --delete-config "$KEY"',
        "kafka-topics.sh --alter --topic a --partitions 9",
        "(sleep 60; kafka-topics.sh --alter --topic a) &",
      ),
      ...values(start, unknown, null, 7, ["x"], {}),
      ...values("data[prestop]", `${alters}`, "#!/bin/sh\n--override", unknown),
      ...values("data[tune.py]", 'run("--alter")', "x['log.dirs='] = 1; 'log.dirs='"),
      ...values("data[hook.txt]", "#!/bin/bash\nexec start --override a.b=c\n"),
      {
        title: "it is in binary",
        change: setting("binaryData", { "x.sh": Buffer.from("--override").toString("base64") }),
      },
      mounted("another is mounted", { data: { "x.sh": "echo log.dirs=/tmp" } }),
      mounted("another may be mounted", { data: { "x.sh": "echo log.dirs=/tmp" } }, unknown),
      mounted("of another, a script is not known", { data: { "x.sh": unknown } }),
    ],
  });
  takes(brokerScripts, {
    resource: brokerFiles,
    mutants: [
      ...appended(
        "# the option --override goes before the file, and so does log.dirs=",
        'printf \'broker.rack=%s\\n\' "$zone" >>"$properties"',
        "sed -i 's|^process\\.roles=.*|process.roles=broker|' \"$properties\"",
        "log_dir=$(sed -n 's|^log\\.dirs=||p' \"$properties\")",
        "java -Dkafka.log.level=INFO x",
        'echo started >>"$TMPDIR/log"',
        "kafka-topics.sh --describe --topic a",
      ),
      ...values("data[client.properties]", "min.insync.replicas=1"),
      ...values("data[ca.crt]", unknown, "-----BEGIN CERTIFICATE-----"),
      {
        ...mounted("another is not mounted", { data: { "x.sh": "echo log.dirs=/tmp" } }),
        change: setting("spec.template.spec.volumes.1.configMap.name", "x"),
      },
      {
        ...mounted("another is mounted by an application", {}),
        change: unchanged,
        adds: [
          resourceOf(more[0], more[1], {
            ...{ metadata: { namespace: "kafka", name: "more" }, data: { "x.sh": "kafka-topics.sh --alter" } },
          }),
          resourceOf(
            "kubernetes:apps/v1:Deployment",
            "orders",
            application(
              { ...applicationPod, volumes: [{ name: "x", configMap: { name: "more" } }] },
              { namespace: "kafka" },
            ),
          ),
        ],
      },
      mounted("another is elsewhere", { metadata: { namespace: "x", name: "more" }, data: { "x.sh": "--override" } }),
    ],
  });
});

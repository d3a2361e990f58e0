import { type LogConfig, logOption } from "./logging";
import type { KafkaRelease } from "./versions";

interface Script {
  /** The class it runs: one for every release, or one for each major version that has the script. */
  readonly main: string | Readonly<Partial<Record<"3" | "4", string>>>;
  /** Unless KAFKA_HEAP_OPTS says otherwise. @default what kafka-run-class.sh gives a tool */
  readonly heap?: string;
  /** Unless KAFKA_LOG4J_OPTS says otherwise. @default the tools' configuration */
  readonly log?: LogConfig;
}

const tools = "org.apache.kafka.tools";
const connect = "org.apache.kafka.connect";
const clientHeap = "-Xmx512M";

// Maven Central has Kafka's libraries but not its scripts. These have upstream's names, classes and defaults.
const scripts: Readonly<Record<string, Script>> = {
  "kafka-server-start.sh": { main: "kafka.Kafka", heap: "-Xmx1G -Xms1G", log: "log4j" },
  "zookeeper-server-start.sh": {
    main: { "3": "org.apache.zookeeper.server.quorum.QuorumPeerMain" },
    heap: "-Xmx512M -Xms512M",
    log: "log4j",
  },
  "connect-distributed.sh": {
    main: `${connect}.cli.ConnectDistributed`,
    heap: "-Xms256M -Xmx2G",
    log: "connect-log4j",
  },
  "connect-mirror-maker.sh": { main: `${connect}.mirror.MirrorMaker`, heap: "-Xms256M -Xmx2G", log: "connect-log4j" },

  "kafka-acls.sh": { main: { "3": "kafka.admin.AclCommand", "4": `${tools}.AclCommand` } },
  "kafka-broker-api-versions.sh": {
    main: { "3": "kafka.admin.BrokerApiVersionsCommand", "4": `${tools}.BrokerApiVersionsCommand` },
  },
  "kafka-cluster.sh": { main: `${tools}.ClusterTool` },
  "kafka-configs.sh": { main: "kafka.admin.ConfigCommand" },
  "kafka-console-consumer.sh": { main: `${tools}.consumer.ConsoleConsumer`, heap: clientHeap },
  "kafka-console-producer.sh": {
    main: { "3": "kafka.tools.ConsoleProducer", "4": `${tools}.ConsoleProducer` },
    heap: clientHeap,
  },
  "kafka-consumer-groups.sh": { main: `${tools}.consumer.group.ConsumerGroupCommand` },
  "kafka-consumer-perf-test.sh": { main: `${tools}.ConsumerPerformance`, heap: clientHeap },
  "kafka-delete-records.sh": { main: `${tools}.DeleteRecordsCommand` },
  "kafka-dump-log.sh": { main: "kafka.tools.DumpLogSegments" },
  "kafka-features.sh": { main: `${tools}.FeatureCommand` },
  "kafka-get-offsets.sh": { main: `${tools}.GetOffsetShell` },
  "kafka-leader-election.sh": { main: `${tools}.LeaderElectionCommand` },
  "kafka-log-dirs.sh": { main: `${tools}.LogDirsCommand` },
  "kafka-metadata-quorum.sh": { main: `${tools}.MetadataQuorumCommand` },
  "kafka-producer-perf-test.sh": { main: `${tools}.ProducerPerformance`, heap: clientHeap },
  "kafka-reassign-partitions.sh": { main: `${tools}.reassign.ReassignPartitionsCommand` },
  "kafka-storage.sh": { main: "kafka.tools.StorageTool" },
  "kafka-topics.sh": { main: `${tools}.TopicCommand` },
  "kafka-transactions.sh": { main: `${tools}.TransactionsCommand` },
  "kafka-verifiable-consumer.sh": { main: `${tools}.VerifiableConsumer`, heap: clientHeap },
  "kafka-verifiable-producer.sh": { main: `${tools}.VerifiableProducer`, heap: clientHeap },
};

/** Which class each script of a release runs; a script that the release does not have is not in it. */
export function mainClasses({ version }: KafkaRelease): ReadonlyMap<string, string> {
  const major = version.startsWith("3.") ? "3" : "4";
  const main = (script: Script) => (typeof script.main === "string" ? script.main : script.main[major]);
  return new Map(
    Object.entries(scripts).flatMap(([name, script]) => {
      const found = main(script);
      return found ? [[name, found]] : [];
    }),
  );
}

/** The contents of a release's bin/ folder, by file name. */
export function renderScripts(release: KafkaRelease): Readonly<Record<string, string>> {
  const thin = [...mainClasses(release)].map(([name, main]) => [name, renderScript(release, main, scripts[name])]);
  return { "kafka-run-class.sh": renderRunClass(release), ...Object.fromEntries(thin) };
}

function renderScript(release: KafkaRelease, main: string, { heap, log }: Partial<Script> = {}): string {
  const defaults = [
    heap && ["KAFKA_HEAP_OPTS", heap],
    log && ["KAFKA_LOG4J_OPTS", logOption(release, '$(dirname "$0")/../config', log)],
  ];
  return [
    "#!/bin/sh",
    ...defaults.flatMap((entry) => (entry ? [`export ${entry[0]}="\${${entry[0]}:-${entry[1]}}"`] : [])),
    `exec "$(dirname "$0")/kafka-run-class.sh" ${main} "$@"`,
    "",
  ].join("\n");
}

// Reads the variables that upstream's script of this name reads, but for those of its daemon and debug modes. The
// options stay unquoted on purpose: each variable is a list of words.
const renderRunClass = (release: KafkaRelease) => `#!/bin/sh
home=$(dirname "$0")/..
if [ -n "$JMX_PORT" ]; then
  jmx=\${KAFKA_JMX_OPTS:--Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false}
  KAFKA_JMX_OPTS="$jmx -Dcom.sun.management.jmxremote.port=$JMX_PORT"
fi
exec "\${JAVA_HOME:+$JAVA_HOME/bin/}java" \\
  \${KAFKA_HEAP_OPTS:--Xmx256M} \\
  \${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent -Djava.awt.headless=true} \\
  $KAFKA_GC_LOG_OPTS $KAFKA_JMX_OPTS \\
  -Dkafka.logs.dir="\${LOG_DIR:-$home/logs}" \\
  \${KAFKA_LOG4J_OPTS:-${logOption(release, "$home/config", "tools-log4j")}} \\
  -cp "\${CLASSPATH:+$CLASSPATH:}$home/libs/*" \\
  $KAFKA_OPTS "$@"
`;

import { isKafkaImage } from "../../lib/images";
import { kubernetesTypes } from "../../lib/kubernetes";
import { below, isListOrAbsent, members, type Place, tell } from "../../lib/place";
import { notKnown } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { containersOf, podsOf, type Workload } from "../../lib/workloads";

// What images of Kafka, and its scripts, take for themselves and make no property of.
const ofScripts =
  /^KAFKA_(HEAP_OPTS|OPTS|JMX_OPTS|JMX_PORT|JMX_HOSTNAME|JVM_PERFORMANCE_OPTS|GC_LOG_OPTS|LOG4J_OPTS|LOG4J_ROOT_LOGLEVEL|LOG4J_LOGGERS|TOOLS_LOG4J_LOGLEVEL|DEBUG|HOME|VERSION)$/;
const ofNodes = /^KAFKA_(CFG_)?(PROCESS_ROLES|NODE_ID|BROKER_ID|LOG_DIRS?|LISTENERS|ZOOKEEPER_CONNECT)$/;
const startsNode = /kafka-server-start|\bkafka\.Kafka\b|--override\b/;
const setsProperty = /--override\b|(^|[\s"'/|;])[a-z][\w-]*(\.[\w-]+)+\s*=/;

const namesIn = (container: Place): readonly Place[] =>
  members(below(container, "env")).map((variable) => below(variable, "name"));
const wordsIn = (container: Place): readonly Place[] =>
  ["command", "args"].flatMap((key) => members(below(container, key)));

/** Whether a container is a node, and no client with the same image. */
function isNode(container: Place, { object }: Workload): boolean {
  const [name, image] = [below(container, "name").value, below(container, "image").value] as const;
  return (
    (object.kind === "StatefulSet" && (name === "kafka" || isKafkaImage(image))) ||
    namesIn(container).some(({ value }) => typeof value === "string" && ofNodes.test(value)) ||
    wordsIn(container).some(({ value }) => typeof value === "string" && startsNode.test(value))
  );
}

function foundIn(container: Place): readonly string[] {
  const from = below(container, "envFrom");
  return [
    ...["env", "command", "args"].map((key) => below(container, key)).filter((list) => !isListOrAbsent(list)),
    ...namesIn(container).filter(
      ({ value }) => typeof value !== "string" || (value.startsWith("KAFKA_") && !ofScripts.test(value)),
    ),
    ...(from.value === notKnown || members(from).length > 0 ? [from] : []),
    ...wordsIn(container).filter(({ value }) => typeof value !== "string" || setsProperty.test(value)),
  ].map(tell);
}

export const brokerConfigurationInFiles = resourceRule({
  name: "broker-configuration-in-files",
  must: "A node is configured by its file, and by nothing else.",
  why: "Images of Kafka make properties of variables, and --override goes before the file: what the file promises would not hold, and no rule would see it.",
  fix: "Write the property into server.properties, and take the variable with KAFKA_, envFrom or the argument out.",
  absolute: true,
  of: kubernetesTypes,
  judge: (resource) =>
    // What cannot be read of pods, another rule reports.
    podsOf(resource).flatMap((pods) =>
      containersOf(pods)
        .filter((container) => isNode(container, pods))
        .flatMap(foundIn),
    ),
});

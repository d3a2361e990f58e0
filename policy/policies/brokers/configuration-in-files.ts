import { isKafkaImage } from "../../lib/kafka-images";
import { at, items, notKnown, type Plain, show } from "../../lib/plain";
import { type Container, containersOf, kubernetesTypes, objectsOf, podTemplatesOf } from "../../lib/pod-templates";
import { resourceRule } from "../../lib/rule";

// What images of Kafka, and its scripts, take for themselves and make no property of.
const ofScripts =
  /^KAFKA_(HEAP_OPTS|OPTS|JMX_OPTS|JMX_PORT|JMX_HOSTNAME|JVM_PERFORMANCE_OPTS|GC_LOG_OPTS|LOG4J_OPTS|LOG4J_ROOT_LOGLEVEL|LOG4J_LOGGERS|TOOLS_LOG4J_LOGLEVEL|DEBUG|HOME|VERSION)$/;
const ofNodes = /^KAFKA_(CFG_)?(PROCESS_ROLES|NODE_ID|BROKER_ID|LOG_DIRS?|LISTENERS|ZOOKEEPER_CONNECT)$/;
const startsNode = /kafka-server-start|\bkafka\.Kafka\b|--override\b/;
const setsProperty = /--override\b|(^|[\s"'/|;])[a-z][\w-]*(\.[\w-]+)+\s*=/;

const namesIn = ({ value }: Container): readonly Plain[] => items(value.env).map((variable) => at(variable, "name"));
const wordsIn = ({ value }: Container): readonly (readonly [string, Plain])[] =>
  ["command", "args"].flatMap((key) => items(value[key]).map((word, index) => [`${key}[${index}]`, word] as const));

/** Whether a container is a node, and no client with the same image. */
const isNode = (container: Container, kind: string): boolean =>
  (kind === "StatefulSet" && (container.value.name === "kafka" || isKafkaImage(container.value.image))) ||
  namesIn(container).some((name) => typeof name === "string" && ofNodes.test(name)) ||
  wordsIn(container).some(([, word]) => typeof word === "string" && startsNode.test(word));

function foundIn(container: Container): readonly string[] {
  const { path, value } = container;
  return [
    ...["env", "command", "args"]
      .filter((key) => value[key] !== undefined && value[key] !== null && !Array.isArray(value[key]))
      .map((key) => `${path}.${key} is ${show(value[key])}`),
    ...namesIn(container).flatMap((name, index) =>
      typeof name === "string" && (!name.startsWith("KAFKA_") || ofScripts.test(name))
        ? []
        : [`${path}.env[${index}].name is ${show(name)}`],
    ),
    ...(value.envFrom === notKnown || items(value.envFrom).length > 0
      ? [`${path}.envFrom is ${show(value.envFrom)}`]
      : []),
    ...wordsIn(container)
      .filter(([, word]) => typeof word !== "string" || setsProperty.test(word))
      .map(([place, word]) => `${path}.${place} is ${show(word)}`),
  ];
}

export const brokerConfigurationInFiles = resourceRule({
  name: "broker-configuration-in-files",
  must: "A node is configured by its file, and by nothing else.",
  why: "Images of Kafka make properties of variables, and --override goes before the file: what the file promises would not hold, and no rule would see it.",
  fix: "Write the property into server.properties, and take the variable with KAFKA_, envFrom or the argument out.",
  absolute: true,
  of: kubernetesTypes,
  judge: (resource) =>
    objectsOf(resource).flatMap((object) =>
      podTemplatesOf(object)
        .flatMap(containersOf)
        .filter((container) => isNode(container, object.kind))
        .flatMap(foundIn),
    ),
});

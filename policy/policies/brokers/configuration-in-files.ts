import { isKafkaImage } from "../../lib/images";
import { kubernetesTypes } from "../../lib/kubernetes";
import { asidesOf, isNode, variableNamesOf, wordsOf } from "../../lib/nodes";
import { overridesIn } from "../../lib/overrides";
import { below, isListOrAbsent, members, type Place, tell } from "../../lib/place";
import { notKnown } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { containersOf, podsOf, type Workload } from "../../lib/workloads";

// What images of Kafka, and its scripts, take for themselves and make no property of.
const ofScripts =
  /^KAFKA_(HEAP_OPTS|OPTS|JMX_OPTS|JMX_PORT|JMX_HOSTNAME|JVM_PERFORMANCE_OPTS|GC_LOG_OPTS|LOG4J_OPTS|LOG4J_ROOT_LOGLEVEL|LOG4J_LOGGERS|TOOLS_LOG4J_LOGLEVEL|DEBUG|HOME|VERSION)$/;
// A set with an image of Kafka may start a node by a script of its own.
const isLikeNode = (container: Place, workload: Workload): boolean =>
  isNode(container, workload) ||
  (workload.object.kind === "StatefulSet" && isKafkaImage(below(container, "image").value));

function foundIn(container: Place): readonly string[] {
  const from = below(container, "envFrom");
  return [
    ...[...["env", "command", "args"].map((key) => below(container, key)), ...asidesOf(container)].filter(
      (list) => !isListOrAbsent(list),
    ),
    ...variableNamesOf(container).filter(
      ({ value }) => typeof value !== "string" || (value.startsWith("KAFKA_") && !ofScripts.test(value)),
    ),
    ...(from.value === notKnown || members(from).length > 0 ? [from] : []),
    ...[...wordsOf(container), ...asidesOf(container).flatMap(members)].filter(
      ({ value }) => typeof value !== "string" || overridesIn(value).length > 0,
    ),
  ].map(tell);
}

export const brokerConfigurationInFiles = resourceRule({
  name: "broker-configuration-in-files",
  must: "A node is configured by its file, and by nothing else.",
  why: "Images of Kafka make properties of variables, and --override goes before the file: what the file promises would not hold, and no rule would see it.",
  fix: "Write the property into server.properties, and take the variable with KAFKA_, envFrom, or what sets it in a command, a hook or a probe, out.",
  absolute: true,
  of: kubernetesTypes,
  judge: (resource) =>
    // What cannot be read of pods, another rule reports.
    podsOf(resource).flatMap((pods) =>
      containersOf(pods)
        .filter((container) => isLikeNode(container, pods))
        .flatMap(foundIn),
    ),
});

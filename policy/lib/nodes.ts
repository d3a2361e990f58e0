import { posix } from "node:path";
import { isKafkaImage } from "./images";
import { below, isEmpty, members, type Place } from "./place";
import { notKnown } from "./plain";
import { containersOf, type Workload } from "./workloads";

const ofNodes = /^KAFKA_(CFG_)?(PROCESS_ROLES|NODE_ID|BROKER_ID|LOG_DIRS?|LISTENERS|ZOOKEEPER_CONNECT)$/;
const startsNode = /kafka-server-start|\bkafka\.Kafka\b|--override\b|\bserver\.properties\b|\bkafka\/docker\/run\b/;

/** The names of a container's variables. */
export const variableNamesOf = (container: Place): readonly Place[] =>
  members(below(container, "env")).map((variable) => below(variable, "name"));

/** Every word of what a container runs. */
export const wordsOf = (container: Place): readonly Place[] =>
  ["command", "args"].flatMap((key) => members(below(container, key)));

const asides = [
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
  ["startupProbe"],
  ["readinessProbe"],
  ["livenessProbe"],
] as const;

/** What Kubernetes runs in a container besides: when it begins or ends, and to see how it is. */
export const asidesOf = (container: Place): readonly Place[] =>
  asides.map((steps) => below(container, ...steps, "exec", "command"));

/**
 * Whether a container is a broker or a controller, whatever its labels say, and no client with the same image: an image
 * of Kafka starts a node when nobody says what else to run. What mounts a node's file is one where nothing beside it is.
 */
export const isNode = (container: Place, workload: Workload): boolean =>
  runsNode(container, workload) ||
  (mountsFile(container, workload) && !containersOf(workload).some((one) => runsNode(one, workload)));

const runsNode = (container: Place, { object }: Workload): boolean =>
  (object.kind === "StatefulSet" && below(container, "name").value === "kafka") ||
  (isKafkaImage(below(container, "image").value) && runsItsImage(container)) ||
  variableNamesOf(container).some(({ value }) => typeof value === "string" && ofNodes.test(value)) ||
  wordsOf(container).some(({ value }) => typeof value === "string" && startsNode.test(value));

const mountsFile = (container: Place, workload: Workload): boolean =>
  container.path.startsWith(`${below(workload.spec, "containers").path}[`) &&
  mountedPaths(container, workload).some((path) => posix.basename(path) === "server.properties");

const runsItsImage = (container: Place): boolean =>
  ["command", "args"].map((key) => below(container, key)).every((list) => isEmpty(list) || list.value === notKnown);

/** Whether pods of a workload have a container that is a broker or a controller. */
export const hasNode = (workload: Workload): boolean =>
  containersOf(workload).some((container) => isNode(container, workload));

/** The paths of single files that a container mounts, as far as the pod's specification tells of them. */
function mountedPaths(container: Place, { spec }: Workload): readonly string[] {
  const mounts = members(below(container, "volumeMounts"));
  const volumes = members(below(spec, "volumes")).filter((volume) =>
    mounts.some((mount) => below(mount, "name").value === below(volume, "name").value),
  );
  const files = volumes
    .flatMap((volume) => [volume, ...members(below(volume, "projected", "sources"))])
    .flatMap((source) => ["configMap", "secret"].flatMap((kind) => members(below(source, kind, "items"))))
    .flatMap((item) => [below(item, "key"), below(item, "path")]);
  return [...mounts.flatMap((mount) => [below(mount, "mountPath"), below(mount, "subPath")]), ...files]
    .map(({ value }) => value)
    .filter((value) => typeof value === "string");
}

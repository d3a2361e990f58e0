import { imageOf, isKafkaImage, type Version, versionIn } from "../../lib/images";
import { kubernetesTypes } from "../../lib/kubernetes";
import { below, type Place, tell } from "../../lib/place";
import type { Plain } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { containersOf, isWorkload, podsOf, type Workload } from "../../lib/workloads";

/** The first release of each line that has the corrections; lines after the last have them from the beginning. */
const floors: readonly Version[] = [
  [3, 9, 2],
  [4, 0, 2],
  [4, 1, 2],
  [4, 2, 0],
];

const isBelow = ([major, minor, patch]: Version, [thanMajor, thanMinor, thanPatch]: Version): boolean =>
  (major - thanMajor || minor - thanMinor || patch - thanPatch) < 0;

function isHighEnough(version: Version): boolean {
  const [lowest, ...others] = floors as [Version, ...Version[]];
  const own = others.find(([major, minor]) => major === version[0] && minor === version[1]);
  return !isBelow(version, own ?? lowest);
}

const isLow = (image: Plain): boolean => {
  const version = versionIn(image);
  return version === undefined || !isHighEnough(version);
};

/** Whether a container runs Kafka, or may do so by an image that nobody knows yet. */
function runsKafka(container: Place, { object }: Workload): boolean {
  const [name, image] = [below(container, "name").value, below(container, "image").value] as const;
  // An image without a right name, another rule reports where it knows the kind of object.
  const isOthers = isWorkload(object) && imageOf(image) === undefined;
  return !isOthers && (isKafkaImage(image) || (name === "kafka" && typeof image !== "string"));
}

export const brokerVersionFloor = resourceRule({
  name: "broker-version-floor",
  must: "Whatever runs Kafka's programs, brokers or clients, runs a version without known holes.",
  why: "In older ones a producer can put a record into another topic and report success (CVE-2026-35554); CVE-2026-33558 and CVE-2024-56128 are corrected there too.",
  fix: `Use an image whose tag is one of ${floors.map((floor) => floor.join(".")).join(", ")}, or a later version of these.`,
  of: kubernetesTypes,
  judge: (resource) =>
    podsOf(resource).flatMap((pods) =>
      containersOf(pods)
        .filter((container) => runsKafka(container, pods))
        .map((container) => below(container, "image"))
        .filter(({ value }) => isLow(value))
        .map(tell),
    ),
});

import { isKafkaImage, type Version, versionIn } from "../../lib/kafka-images";
import { show } from "../../lib/plain";
import { type Container, containersOf, kubernetesTypes, objectsOf, podTemplatesOf } from "../../lib/pod-templates";
import { resourceRule } from "../../lib/rule";

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

// Of a container with this name, an image that nobody knows yet may well be Kafka's.
const isKafkas = ({ value: { name, image } }: Container): boolean =>
  isKafkaImage(image) || (name === "kafka" && typeof image !== "string");

export const brokerVersionFloor = resourceRule({
  name: "broker-version-floor",
  must: "Whatever runs Kafka's programs, brokers or clients, runs a version without known holes.",
  why: "In older ones a producer can put a record into another topic and report success (CVE-2026-35554); CVE-2026-33558 and CVE-2024-56128 are corrected there too.",
  fix: `Use an image whose tag is one of ${floors.map((floor) => floor.join(".")).join(", ")}, or a later version of these.`,
  of: kubernetesTypes,
  judge: (resource) =>
    objectsOf(resource)
      .flatMap(podTemplatesOf)
      .flatMap(containersOf)
      .filter(isKafkas)
      .filter(({ value: { image } }) => {
        const version = versionIn(image);
        return version === undefined || !isHighEnough(version);
      })
      .map(({ path, value: { image } }) => `${path}.image is ${show(image)}`),
});

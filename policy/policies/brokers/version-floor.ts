import { floors, imageOf, isConfluents, isHighEnough, isKafkaImage, versionIn } from "../../lib/images";
import { kubernetesTypes } from "../../lib/kubernetes";
import { isNode } from "../../lib/nodes";
import { below, type Place, tell } from "../../lib/place";
import type { Plain } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { containersOf, isWorkload, podsOf, type Workload } from "../../lib/workloads";

const isLow = (image: Plain): boolean => {
  const version = versionIn(image);
  return version === undefined || !isHighEnough(version);
};

/** Whether a container runs Kafka, or may do so by an image that nobody knows yet. */
function runsKafka(container: Place, workload: Workload): boolean {
  const [name, image] = [below(container, "name").value, below(container, "image").value] as const;
  // An image without a right name, another rule reports where it knows the kind of object.
  const isOthers = isWorkload(workload.object) && imageOf(image) === undefined;
  return (
    !isOthers && (isKafkaImage(image) || isNode(container, workload) || (name === "kafka" && typeof image !== "string"))
  );
}

const found = (image: Place): string =>
  isConfluents(image.value) ? `${tell(image)}, whose tag says nothing of Kafka's own corrections` : tell(image);

export const brokerVersionFloor = resourceRule({
  name: "broker-version-floor",
  must: "Whatever runs Kafka's programs, brokers or clients, runs a version without known holes.",
  why: "In older ones a producer can put a record into another topic and report success (CVE-2026-35554); CVE-2026-33558 and CVE-2024-56128 are corrected there too.",
  fix: `Use an image whose tag is one of ${floors.map((floor) => floor.join(".")).join(", ")}, or a later version of these; of Confluent's, one from 8.2 on. An image of one's own has Kafka's version in its tag too.`,
  of: kubernetesTypes,
  judge: (resource) =>
    podsOf(resource).flatMap((pods) =>
      containersOf(pods)
        .filter((container) => runsKafka(container, pods))
        .map((container) => below(container, "image"))
        .filter(({ value }) => isLow(value))
        .map(found),
    ),
});

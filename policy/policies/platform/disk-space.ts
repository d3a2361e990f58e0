import { at, items } from "../../lib/plain";
import { brokersOf, type KubernetesObject, replicasOf } from "../../lib/pods";
import { setting, stackRule } from "../../lib/rule";
import { bytesOf, readable } from "../../lib/sizes";
import { boundOf, descriptionsOf, topicsOf } from "../../lib/topics";

// A topic with another number of them is another rule's to report.
const replicasOfTopic = 3;

export const platformDiskSpace = stackRule({
  name: "platform-disk-space",
  must: "The brokers' volumes hold what all topics may hold, and have room besides.",
  why: "A broker whose volume is full stops. Room is needed for what is written until Kafka deletes, and for what brokers copy when one is replaced.",
  fix: "Raise the size of the brokers' volumes (in this program, storage.size), or lower retention.bytes, expectedRate or the retention of topics.",
  settings: {
    most: setting(0.7, "The greatest share of all volumes that topics may take", {
      type: "number",
      exclusiveMinimum: 0,
      maximum: 1,
    }),
    required: setting(true, "Whether the volumes have to hold it; false where nobody writes so much", {
      type: "boolean",
    }),
  },
  judge: (resources, { most, required }) => {
    const brokers = brokersOf(resources).map((one) => ({ urn: one.urn, bytes: volumesOf(one) }));
    const [first] = brokers;
    const room = brokers.reduce((sum, { bytes }) => sum + bytes, 0);
    // Where brokers are too few, or their volumes cannot be read, other rules say so.
    if (!required || first === undefined || Number.isNaN(room)) {
      return [];
    }
    const descriptions = descriptionsOf(resources);
    const bytes = topicsOf(resources)
      .map((topic) => (boundOf(topic, descriptions) ?? 0) * replicasOfTopic)
      .reduce((sum, one) => sum + one, 0);
    return bytes <= room * most
      ? []
      : [
          {
            found: `topics may hold ${readable(bytes)} with their replicas, more than ${readable(room * most)} (${share(most)} of the volumes' ${readable(room)})`,
            urn: first.urn,
          },
        ];
  },
});

const share = (part: number): string => `${Number((part * 100).toFixed(1))} %`;

/** @returns no number where it cannot be read */
function volumesOf(brokers: KubernetesObject): number {
  const replicas = replicasOf(brokers) ?? 0;
  const sizes = items(at(brokers.object, "spec", "volumeClaimTemplates")).map(
    (template) => bytesOf(at(template, "spec", "resources", "requests", "storage")) ?? Number.NaN,
  );
  return sizes.length === 0 || replicas < replicasOfTopic
    ? Number.NaN
    : sizes.reduce((sum, size) => sum + size, 0) * replicas;
}

import { memberSettings, replicasOf } from "../../lib/members";
import { readable } from "../../lib/quantities";
import { setting, stackRule } from "../../lib/rule";
import { boundOf, descriptionsOf, topicsOf } from "../../lib/topics";
import { type BrokerVolumes, brokerVolumesOf } from "../../lib/volumes";

// A topic with another number of them is another rule's to report.
const replicasOfTopic = 3;

export const platformDiskSpace = stackRule({
  name: "platform-disk-space",
  must: "The brokers' volumes hold what all topics may hold, and have room besides.",
  why: "A broker whose volume is full stops. Room is needed for what is written until Kafka deletes, and for what brokers copy when one is replaced.",
  fix: "Raise the size of the brokers' volumes (in this program, storage.size), or lower retention.bytes, expectedRate or the retention of topics.",
  settings: {
    ...memberSettings,
    most: setting(0.7, "The greatest share of all volumes that topics may take", {
      type: "number",
      exclusiveMinimum: 0,
      maximum: 1,
    }),
    required: setting(true, "Whether the volumes have to hold it; false where nobody writes so much", {
      type: "boolean",
    }),
  },
  judge: (resources, { namespace, most, required }) => {
    const volumes = brokerVolumesOf(resources, namespace);
    const [first] = volumes;
    // Where brokers are too few, or their volumes cannot be read, other rules say so.
    if (!required || first === undefined || !volumes.every(isEnough)) {
      return [];
    }
    const room = volumes.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
    const descriptions = descriptionsOf(resources);
    const bytes = topicsOf(resources)
      .map((topic) => (boundOf(topic, descriptions) ?? 0) * replicasOfTopic)
      .reduce((sum, one) => sum + one, 0);
    return bytes <= room * most
      ? []
      : [
          {
            found: `topics may hold ${readable(bytes)} with their replicas, more than ${readable(room * most)} (${share(most)} of the volumes' ${readable(room)})`,
            urn: first.brokers.object.urn,
          },
        ];
  },
});

const share = (part: number): string => `${Number((part * 100).toFixed(1))} %`;

const isEnough = ({ brokers, bytes }: BrokerVolumes): boolean =>
  bytes !== undefined && (replicasOf(brokers) ?? 0) >= replicasOfTopic;

import { brokerFilesIn, hasFiles, unreadableFilesIn } from "../../lib/broker-files";
import { isKafkaImage } from "../../lib/images";
import { isConfigMap, objectsOf } from "../../lib/kubernetes";
import { isMountedBy, type Same } from "../../lib/mounts";
import { below } from "../../lib/place";
import { notKnown } from "../../lib/plain";
import { stackRule } from "../../lib/rule";
import { containersOf, podsOf, type Workload } from "../../lib/workloads";

const isNode = (pods: Workload): boolean =>
  containersOf(pods).some((container) => below(container, "name").value === "kafka");
const runsKafka = (pods: Workload): boolean =>
  isNode(pods) || containersOf(pods).some((container) => isKafkaImage(below(container, "image").value));

const surely: Same = (one, other) => typeof one === "string" && one === other;
const perhaps: Same = (one, other) => one === other || one === notKnown || other === notKnown;

export const brokerConfigurationKnown = stackRule({
  name: "broker-configuration-known",
  must: "What a node is configured by is known before it is changed.",
  why: "What is not known, no rule can judge: a preview would promise what the update breaks.",
  fix: "Write the files in data of a ConfigMap of the same stack, as text that depends on no output, and mount it by its name in the StatefulSet.",
  absolute: true,
  judge: (resources) => {
    const holders = resources.flatMap(objectsOf).filter(hasFiles);
    const sets = resources.flatMap(podsOf).filter((pods) => pods.object.kind === "StatefulSet" && runsKafka(pods));
    // Secrets get their contents from elsewhere, and are no place for configuration.
    const unreadable = holders.filter(
      (files) =>
        isConfigMap(files) &&
        unreadableFilesIn(files).length > 0 &&
        sets.some((pods) => isMountedBy(files, pods, perhaps)),
    );
    const bare = sets.filter(
      (pods) =>
        isNode(pods) &&
        !holders.some((files) => brokerFilesIn(files).length > 0 && isMountedBy(files, pods, surely)) &&
        // Where one of its files cannot be read, that is the mistake.
        !unreadable.some((files) => isMountedBy(files, pods, perhaps)),
    );
    return [
      ...unreadable.flatMap((files) => unreadableFilesIn(files).map((found) => ({ found, urn: files.urn }))),
      ...bare.map(({ object, spec }) => ({
        found: `${spec.path}.volumes name nothing of this stack with the configuration of a node`,
        urn: object.urn,
      })),
    ];
  },
});

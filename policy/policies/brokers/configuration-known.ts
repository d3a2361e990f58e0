import { brokerFilesIn, hasFiles, unreadableFilesIn } from "../../lib/broker-files";
import { isKafkaImage } from "../../lib/images";
import { isConfigMap, objectsOf } from "../../lib/kubernetes";
import { isMountedBy, perhaps, surely } from "../../lib/mounts";
import { hasNode } from "../../lib/nodes";
import { below } from "../../lib/place";
import { stackRule } from "../../lib/rule";
import { containersOf, podsOf, type Workload } from "../../lib/workloads";

const isCalledNode = (pods: Workload): boolean =>
  containersOf(pods).some((container) => below(container, "name").value === "kafka");
const runsKafka = (pods: Workload): boolean =>
  hasNode(pods) || containersOf(pods).some((container) => isKafkaImage(below(container, "image").value));

// These end, and look at what nodes are configured by at most.
const isTask = ({ object }: Workload): boolean => object.kind === "Job" || object.kind === "CronJob";

export const brokerConfigurationKnown = stackRule({
  name: "broker-configuration-known",
  must: "What a node is configured by is known before it is changed, and what is configured so is known as a node.",
  why: "What is not known, no rule can judge: a preview would promise what the update breaks.",
  fix: "Write the files in data of a ConfigMap of the same stack, as text that depends on no output, and mount it by its name in the StatefulSet, whose container is called kafka.",
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
        isCalledNode(pods) &&
        !holders.some((files) => brokerFilesIn(files).length > 0 && isMountedBy(files, pods, surely)) &&
        // Where one of its files cannot be read, that is the mistake.
        !unreadable.some((files) => isMountedBy(files, pods, perhaps)),
    );
    const disguised = resources
      .flatMap(podsOf)
      .filter((pods) => !hasNode(pods) && !isTask(pods))
      .filter((pods) => holders.some((files) => brokerFilesIn(files).length > 0 && isMountedBy(files, pods, surely)));
    return [
      ...unreadable.flatMap((files) => unreadableFilesIn(files).map((found) => ({ found, urn: files.urn }))),
      ...bare.map(({ object, spec }) => ({
        found: `${spec.path}.volumes name nothing of this stack with the configuration of a node`,
        urn: object.urn,
      })),
      ...disguised.map(({ object, spec }) => ({
        found: `${spec.path}.volumes name the configuration of a node, and no container is called kafka`,
        urn: object.urn,
      })),
    ];
  },
});

import { brokerFilesIn, unreadableIn } from "../../lib/broker-files";
import { isKafkaImage } from "../../lib/kafka-images";
import { at, notKnown, type Plain } from "../../lib/plain";
import {
  containersOf,
  type KubernetesObject,
  mountsOf,
  objectsOf,
  type PodTemplate,
  podTemplatesOf,
} from "../../lib/pod-templates";
import { stackRule } from "../../lib/rule";

const isNode = (pod: PodTemplate): boolean => containersOf(pod).some(({ value }) => value.name === "kafka");
const runsKafka = (pod: PodTemplate): boolean =>
  isNode(pod) || containersOf(pod).some(({ value }) => isKafkaImage(value.image));

type Same = (one: Plain, other: Plain) => boolean;

const surely: Same = (one, other) => typeof one === "string" && one === other;
const perhaps: Same = (one, other) => one === other || one === notKnown || other === notKnown;

interface Running {
  readonly set: KubernetesObject;
  readonly pod: PodTemplate;
}

const isMountedBy = ({ kind, value }: KubernetesObject, { set, pod }: Running, isSame: Same): boolean =>
  isSame(at(value, "metadata", "namespace"), at(set.value, "metadata", "namespace")) &&
  mountsOf(pod).some((mount) => mount.kind === kind && isSame(mount.name, at(value, "metadata", "name")));

export const brokerConfigurationKnown = stackRule({
  name: "broker-configuration-known",
  must: "What a node is configured by is known before it is changed.",
  why: "What is not known, no rule can judge: a preview would promise what the update breaks.",
  fix: "Write the files in data of a ConfigMap of the same stack, as text that depends on no output, and mount it by its name in the StatefulSet.",
  absolute: true,
  judge: (resources) => {
    const objects = resources.flatMap(objectsOf);
    const holders = objects.filter(({ kind }) => kind === "ConfigMap" || kind === "Secret");
    const sets = objects
      .filter(({ kind }) => kind === "StatefulSet")
      .flatMap((set) => podTemplatesOf(set).map((pod) => ({ set, pod })))
      .filter(({ pod }) => runsKafka(pod));
    // Secrets get their contents from elsewhere, and are no place for configuration.
    const unreadable = holders.filter(
      (files) =>
        files.kind === "ConfigMap" &&
        unreadableIn(files).length > 0 &&
        sets.some((running) => isMountedBy(files, running, perhaps)),
    );
    const bare = sets.filter(
      (running) =>
        isNode(running.pod) &&
        !holders.some((files) => brokerFilesIn(files).length > 0 && isMountedBy(files, running, surely)) &&
        // Where one of its files cannot be read, that is the mistake.
        !unreadable.some((files) => isMountedBy(files, running, perhaps)),
    );
    return [
      ...unreadable.flatMap((files) => unreadableIn(files).map((found) => ({ found, urn: files.urn }))),
      ...bare.map(({ set, pod }) => ({
        found: `${pod.path}.volumes name nothing of this stack with the configuration of a node`,
        urn: set.urn,
      })),
    ];
  },
});

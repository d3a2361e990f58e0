import { hasFiles, textFilesOf } from "../../lib/broker-files";
import { type KubernetesObject, objectsOf } from "../../lib/kubernetes";
import { isMountedBy, perhaps, surely } from "../../lib/mounts";
import { hasNode } from "../../lib/nodes";
import { overridesIn } from "../../lib/overrides";
import { tell } from "../../lib/place";
import { type Plain, show } from "../../lib/plain";
import { stackRule } from "../../lib/rule";
import { podsOf } from "../../lib/workloads";

/** Whether a file is a script: by its name, or since it says by what it is run. */
const isScript = (key: string, value: Plain): boolean =>
  /^[^.]+$|\.(sh|bash|py)$/.test(key) || (typeof value === "string" && value.startsWith("#!"));

export const brokerScripts = stackRule({
  name: "broker-scripts",
  must: "No script that a node's pod mounts sets what the node's file says, or changes Kafka.",
  why: "What a script appends goes before what the file promises, and what it alters in the cluster stays: no other rule would see it.",
  fix: "Write the property into server.properties, and a topic's into the resource of the topic; take --override, --alter, --add-config and what is appended out of the script.",
  absolute: true,
  judge: (resources) => {
    const pods = resources.flatMap(podsOf);
    const [nodes, others] = [pods.filter(hasNode), pods.filter((one) => !hasNode(one))];
    // What nobody says the name of may be any that nobody else is known to mount.
    const isOfNode = (files: KubernetesObject) =>
      nodes.some((one) => isMountedBy(files, one, surely)) ||
      (nodes.some((one) => isMountedBy(files, one, perhaps)) && !others.some((one) => isMountedBy(files, one, surely)));
    return resources
      .flatMap(objectsOf)
      .filter((files) => hasFiles(files) && isOfNode(files))
      .flatMap((files) =>
        textFilesOf(files)
          .filter(({ key, value }) => isScript(key, value))
          .flatMap((file) => {
            const { path, value } = file;
            const found =
              typeof value === "string" ? overridesIn(value).map((one) => `${path} has ${show(one)}`) : [tell(file)];
            return found.map((one) => ({ found: one, urn: files.urn }));
          }),
      );
  },
});

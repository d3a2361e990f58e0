import { type BrokerFile, brokerFilesIn, said } from "../../lib/broker-files";
import { type KubernetesObject, objectsOf } from "../../lib/kubernetes";
import { isEncrypted, type Listener, listenersOf } from "../../lib/listeners";
import { isInMesh, isStrictAt, passesBy } from "../../lib/mesh";
import { isMountedBy, surely } from "../../lib/mounts";
import { show } from "../../lib/plain";
import { stackRule } from "../../lib/rule";
import { podsOf, type Workload } from "../../lib/workloads";

const toZooKeeper = "zookeeper.ssl.client.enable";

export const brokerListenersEncrypted = stackRule({
  name: "broker-listeners-encrypted",
  must: "Everything that a node hears or says is encrypted, by itself or by a service mesh that refuses all else.",
  why: "Otherwise everybody on the network reads the records, and passwords with them.",
  fix: `Give every listener SSL or SASL_SSL in listener.security.protocol.map, and where zookeeper.connect is written, ${toZooKeeper}=true; or, for listeners, make a PeerAuthentication in the namespace, without a selector, with spec.mtls.mode STRICT, and have the mesh in the pods: by the label sidecar.istio.io/inject "true" on them, or istio-injection or istio.io/rev on a Namespace of the same stack, with no port left out by annotations.`,
  judge: (resources) => {
    const objects = resources.flatMap(objectsOf);
    const pods = resources.flatMap(podsOf);
    return objects.flatMap((files) => {
      const users = pods.filter((one) => isMountedBy(files, one, surely));
      return brokerFilesIn(files).flatMap((file) =>
        [...plainListeners(file, users, objects), ...plainToZooKeeper(file)].map((found) => ({
          found: `in ${file.path}, ${found}`,
          urn: files.urn,
        })),
      );
    });
  },
});

function plainListeners(
  file: BrokerFile,
  users: readonly Workload[],
  objects: readonly KubernetesObject[],
): readonly string[] {
  const plain = listenersOf(file).filter((listener) => !isEncrypted(listener));
  return isMeshed(file, plain, users, objects)
    ? []
    : plain.map(({ name, protocol }) => `listener.security.protocol.map has ${show(protocol)} for ${name}`);
}

// That a mesh is strict about pods says nothing where it has no part in them.
const isMeshed = (
  { namespace }: BrokerFile,
  plain: readonly Listener[],
  users: readonly Workload[],
  objects: readonly KubernetesObject[],
): boolean =>
  isStrictAt(namespace, objects) &&
  users.length > 0 &&
  users.every(
    (pods) =>
      isInMesh(pods, objects) &&
      passesBy(
        pods,
        plain.filter(({ isOwn }) => isOwn).map(({ port }) => port),
      ).length === 0,
  );

const plainToZooKeeper = (file: BrokerFile): readonly string[] =>
  !file.properties.has("zookeeper.connect") || file.properties.get(toZooKeeper)?.toLowerCase() === "true"
    ? []
    : [said(file, toZooKeeper)];

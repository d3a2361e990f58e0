import { brokerFilesOf } from "../../lib/broker-files";
import { isEncrypted, listenersOf } from "../../lib/listeners";
import { at, isMap, type Plain, show } from "../../lib/plain";
import { type KubernetesObject, objectsOf } from "../../lib/pod-templates";
import { stackRule } from "../../lib/rule";

const isStrict = (mode: Plain): boolean => mode === "STRICT";

const isStrictEverywhere = ({ value }: KubernetesObject): boolean => {
  const ports = at(value, "spec", "portLevelMtls") ?? {};
  return (
    isStrict(at(value, "spec", "mtls", "mode")) &&
    isMap(ports) &&
    Object.values(ports).every((port) => isStrict(at(port, "mode")))
  );
};

const isForNamespace = ({ value: { spec } }: KubernetesObject): boolean => {
  const labels = at(spec, "selector") ?? {};
  return isMap(labels) && Object.values(labels).every((value) => isMap(value) && Object.keys(value).length === 0);
};

export const brokerListenersEncrypted = stackRule({
  name: "broker-listeners-encrypted",
  must: "Everything that a node hears or says is encrypted, by itself or by a service mesh that refuses all else.",
  why: "Otherwise everybody on the network reads the records, and passwords with them.",
  fix: "Give every listener SSL or SASL_SSL in listener.security.protocol.map; or make a PeerAuthentication in the namespace, without a selector, with spec.mtls.mode STRICT.",
  judge: (resources) => {
    const authentications = resources
      .filter(({ type }) => type.startsWith("kubernetes:security.istio.io/"))
      .flatMap(objectsOf)
      .filter(({ kind }) => kind === "PeerAuthentication");
    const isMeshed = (namespace: Plain): boolean => {
      const own = authentications.filter(({ value }) => at(value, "metadata", "namespace") === namespace);
      return typeof namespace === "string" && own.some(isForNamespace) && own.every(isStrictEverywhere);
    };
    return resources.flatMap((resource) =>
      brokerFilesOf(resource)
        .filter(({ namespace }) => !isMeshed(namespace))
        .flatMap((file) =>
          listenersOf(file)
            .filter((listener) => !isEncrypted(listener))
            .map(({ name, protocol }) => ({
              found: `in ${file.path}, listener.security.protocol.map has ${show(protocol)} for ${name}`,
              urn: resource.urn,
            })),
        ),
    );
  },
});

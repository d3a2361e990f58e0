import { brokerFilesOf } from "../../lib/broker-files";
import { allOf, isPeerAuthentication, type KubernetesObject, namespaceOf } from "../../lib/kubernetes";
import { isEncrypted, listenersOf } from "../../lib/listeners";
import { plainIn } from "../../lib/mesh";
import { below, entries, isAbsent } from "../../lib/place";
import { isMap, type Plain, show } from "../../lib/plain";
import { stackRule } from "../../lib/rule";

function isForNamespace(authentication: KubernetesObject): boolean {
  const selector = below(authentication, "spec", "selector");
  const isEmpty = (value: Plain) => isMap(value) && Object.keys(value).length === 0;
  return isAbsent(selector) || (isMap(selector.value) && entries(selector).every(({ value }) => isEmpty(value)));
}

export const brokerListenersEncrypted = stackRule({
  name: "broker-listeners-encrypted",
  must: "Everything that a node hears or says is encrypted, by itself or by a service mesh that refuses all else.",
  why: "Otherwise everybody on the network reads the records, and passwords with them.",
  fix: "Give every listener SSL or SASL_SSL in listener.security.protocol.map; or make a PeerAuthentication in the namespace, without a selector, with spec.mtls.mode STRICT.",
  judge: (resources) => {
    const authentications = allOf(resources, isPeerAuthentication);
    const isMeshed = (namespace: Plain): boolean => {
      const own = authentications.filter((one) => namespaceOf(one).value === namespace);
      return typeof namespace === "string" && own.some(isForNamespace) && own.every((one) => plainIn(one).length === 0);
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

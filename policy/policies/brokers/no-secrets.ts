import { brokerFilesIn, textFilesOf } from "../../lib/broker-files";
import { isConfigMap, type KubernetesObject, kubernetesTypes, objectsOf } from "../../lib/kubernetes";
import { parseProperties } from "../../lib/properties";
import { resourceRule } from "../../lib/rule";
import { holdsPrivateKey } from "../../lib/secrets";

const secretKeys = /(^|\.)(password|secret|secret\.key|master\.key|keystore\.key)$/;
const keyStore = /keystore[^/]*$|\.(p12|pfx|key)$/i;
// A value that names where Kafka finds it is none.
const login = /LoginModule[^;]*?\b(password|clientSecret|user_\w+)\s*=\s*\\?["']?(?!\$\{)[^"'\s;\\]/is;

const secretsIn = (object: KubernetesObject): readonly string[] =>
  textFilesOf(object).flatMap(({ path, key, value: text }) => {
    if (typeof text !== "string") {
      return [];
    }
    const properties = key.endsWith(".properties") ? [...parseProperties(text)] : [];
    const named = properties.filter(
      ([name, value]) => secretKeys.test(name) && value !== "" && !/^\$\{[^}]+\}$/.test(value),
    );
    // What holds a secret is named, and never shown.
    return [
      ...named.map(([name]) => `${path} has ${name}`),
      ...(holdsPrivateKey(text) ? [`${path} has a private key`] : []),
      ...(login.test(text) ? [`${path} has a password to log in by`] : []),
      ...(keyStore.test(key) ? [`${path} is a store of keys`] : []),
    ];
  });

export const brokerNoSecrets = resourceRule({
  name: "broker-no-secrets",
  must: "What holds a node's configuration holds no password and no private key, but in a Secret.",
  why: "Everybody who may look at the cluster may read a ConfigMap, and it is in Pulumi's state and in its previews as it is.",
  fix: "Put it into a Secret that the pods mount, and name the file: ssl.keystore.type=PEM and ssl.keystore.location for a key, config.providers and a reference for a password.",
  of: kubernetesTypes,
  judge: (resource) =>
    objectsOf(resource)
      .filter((object) => isConfigMap(object) && brokerFilesIn(object).length > 0)
      .flatMap(secretsIn),
});

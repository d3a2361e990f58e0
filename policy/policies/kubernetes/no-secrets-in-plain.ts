import { brokerFilesIn } from "../../lib/broker-files";
import { isConfigMap, type KubernetesObject, kubernetesTypes, objectsOf } from "../../lib/kubernetes";
import { below, entries, isAbsent, members, type Place, tell } from "../../lib/place";
import type { Plain } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { holdsPrivateKey } from "../../lib/secrets";
import { containersOf, readableWorkloadsOf } from "../../lib/workloads";

const secretWord =
  /(?:^|_)(?:PASSWORD|PASSWD|PWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY|ENCRYPTION_KEY)S?\d*(?:_|$)/;
// These are about a secret, and hold none.
const aboutSecret =
  /_(?:ALGORITHM|AUDIENCE|DIR|DIRECTORY|ENABLED|ENDPOINT|EXPIRY|FILE|ID|ISSUER|LENGTH|LOCATION|MOUNT|MS|NAME|NAMESPACE|PATH|REF|SECONDS|TTL|TYPE|URI|URL)$/;

/** Whether an environment variable is called as secrets are. */
function isCalledSecret(name: Plain): boolean {
  const words = typeof name === "string" ? name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").replaceAll(/[-.]/g, "_") : "";
  const upper = words.toUpperCase();
  return secretWord.test(upper) && !aboutSecret.test(upper);
}

const holdsKey = ({ value }: Place): boolean => typeof value === "string" && holdsPrivateKey(value);

const holdsEncodedKey = ({ value }: Place): boolean =>
  typeof value === "string" && holdsPrivateKey(Buffer.from(value, "base64").toString("latin1"));

// The value itself would be a secret in a report.
const keyAt = ({ path }: Place): string => `${path} holds a private key`;

// What is not known at preview yet, trusted certificates among it, is judged in the update.
const keysIn = (map: KubernetesObject): readonly string[] => [
  ...entries(below(map, "data")).filter(holdsKey).map(keyAt),
  ...entries(below(map, "binaryData")).filter(holdsEncodedKey).map(keyAt),
];

/** Only references to other variables, as `$(PASSWORD)`, and nothing beside them. */
const isReference = (value: Plain): boolean => typeof value === "string" && /^(\$\([\w.-]+\))*$/.test(value);

function secretIn(variable: Place): readonly string[] {
  const [name, value] = [below(variable, "name"), below(variable, "value")] as const;
  if (holdsKey(value)) {
    return [keyAt(value)];
  }
  return isCalledSecret(name.value) && !isAbsent(value) && !isReference(value.value)
    ? [`${tell(name)}, and ${value.path} is written out`]
    : [];
}

const secretsIn = (container: Place): readonly string[] => members(below(container, "env")).flatMap(secretIn);

export const kubernetesNoSecretsInPlain = resourceRule({
  name: "kubernetes-no-secrets-in-plain",
  must: "Keys, passwords and tokens are in Secrets alone.",
  why: "Whoever may look at pods and ConfigMaps, which is nearly everybody, could be whom they belong to.",
  fix: "Put the value in a Secret, and mount that or refer to it by valueFrom.secretKeyRef.",
  of: kubernetesTypes,
  judge: (resource) => [
    // What is in files of nodes, another rule reports; what of pods cannot be read, too.
    ...objectsOf(resource)
      .filter((object) => isConfigMap(object) && brokerFilesIn(object).length === 0)
      .flatMap(keysIn),
    ...readableWorkloadsOf(resource).flatMap((workload) => containersOf(workload).flatMap(secretsIn)),
  ],
});

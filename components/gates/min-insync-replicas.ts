import { withBroker, withPartialErrors } from "./broker-connection";
import type { TlsIdentity } from "./tls-identity";

const property = "min.insync.replicas";

/**
 * What each topic needs for a write, whether it says so itself or a broker does for it.
 *
 * @param address of any broker
 * @throws when the broker does not tell
 */
export async function minInsyncReplicasOf(
  address: string,
  identity: TlsIdentity,
  topics: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { ConfigResourceTypes, describeConfigsV4 } = await import("@platformatic/kafka");
  const resources = [...new Set(topics)].map((resourceName) => ({
    resourceType: ConfigResourceTypes.TOPIC,
    resourceName,
    configurationKeys: [property],
  }));
  if (resources.length === 0) {
    return new Map();
  }
  const { results } = await withBroker(address, identity, (connection) =>
    // A topic may have been deleted since it was seen.
    withPartialErrors(describeConfigsV4.api.async(connection, resources, false, false)),
  );
  return new Map(
    results.flatMap(({ resourceName, configs }) => {
      const value = Number(configs.find(({ name }) => name === property)?.value ?? Number.NaN);
      return Number.isInteger(value) ? [[resourceName, value] as const] : [];
    }),
  );
}

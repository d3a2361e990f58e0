import { hostPort } from "../../lib/naming";
import type { ComparisonArgs } from "../gates/preflight";
import type { SetChange } from "../gates/preflight/needs";
import type { CoordinationName } from "../kafka/coordination";
import { listeners } from "../kafka/listeners";
import { brokerIds, externalService } from "../kafka/names";
import { serviceNames, sets } from "./needs";

/** What is right in settings that hold mistakes; what is wrong, or not there, is absent. */
export interface KnownSettings {
  readonly kubernetes: { readonly context?: string | undefined; readonly namespace: string };
  readonly kafka: {
    readonly coordination?: "kraft" | "zookeeper" | undefined;
    readonly version?: string | undefined;
    readonly brokers?: number | undefined;
  };
  readonly kraft?:
    | {
        readonly metadataVersion?: string | undefined;
        readonly controllers?:
          | { readonly count?: number | undefined; readonly storageSize?: string | undefined }
          | undefined;
      }
    | undefined;
  readonly zookeeper?: { readonly servers?: number | undefined; readonly storageSize?: string | undefined } | undefined;
  readonly certificates: { readonly authorities?: readonly number[] | undefined };
  readonly storage: { readonly size?: string | undefined; readonly storageClass?: string | undefined };
  readonly external: { readonly addresses?: readonly string[] | undefined };
}

// Where it is not known how many there are to be, these are there in any case.
const leastBrokers = 3;

/**
 * What settings that hold mistakes ask of a cluster that exists, as far as they are right.
 *
 * @param stack the stack to which everything has to belong, as a label's value
 */
export function comparison(settings: KnownSettings, stack: string): ComparisonArgs {
  const { kubernetes, kafka, kraft, certificates, storage, external } = settings;
  const ids = brokerIds(kafka.brokers ?? leastBrokers);
  const coordinators = coordinatorsOf(settings);
  return {
    ...kubernetes,
    stack,
    bootstrap: (nodeAddresses) => addressesOf(external.addresses ?? nodeAddresses, ids),
    brokers: { ...sets.brokers, count: kafka.brokers, volumeSize: storage.size },
    coordinators,
    coordination: coordinationOf(settings),
    services: serviceNames(ids, coordinators),
    externalServices: ids.map(externalService),
    version: kafka.version,
    metadataVersion: kraft?.metadataVersion,
    certificates: { authorities: certificates.authorities ?? [] },
    storageClass: storage.storageClass,
  };
}

// The Services of brokers that run say at which ports they answer; hosts are all that settings have to say.
const addressesOf = (hosts: readonly string[], ids: readonly number[]): readonly string[] =>
  ids.map((id) => hostPort(hosts[id % hosts.length] ?? "", listeners.EXTERNAL));

function coordinatorsOf({ kraft, zookeeper }: KnownSettings): SetChange | undefined {
  if (zookeeper !== undefined) {
    return { ...sets.zooKeeper, count: zookeeper.servers, volumeSize: zookeeper.storageSize };
  }
  const controllers = kraft?.controllers;
  return controllers && { ...sets.controllers, count: controllers.count, volumeSize: controllers.storageSize };
}

function coordinationOf({ kafka, kraft }: KnownSettings): CoordinationName | undefined {
  if (kafka.coordination !== "kraft") {
    return kafka.coordination;
  }
  return kraft && (kraft.controllers === undefined ? "kraft-combined" : "kraft-dedicated");
}

import type * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../kafka/cluster";
import type { ZoneReading } from "../kafka/node-pod";
import { zoneFile, zoneFiles, zoneReader } from "../zones/zone-reader";
import type { Coordinated } from "./coordination";
import { brokersGuard } from "./guards";
import type { Identities } from "./identities";
import type { PlatformSettings } from "./settings";

/** What brokers need of the platform. */
export interface BrokersArgs {
  readonly settings: PlatformSettings;
  readonly identities: Identities;
  readonly clusterId: pulumi.Input<string>;
  readonly coordinated: Coordinated;
  /** Where administrators reach each broker, in the order of their ids. */
  readonly bootstrap: readonly string[];
}

/** Makes the brokers. */
export function brokers(name: string, args: BrokersArgs, opts: pulumi.ComponentResourceOptions): Cluster {
  const { settings, identities, clusterId, coordinated } = args;
  const zones = settings.zones && zoneReader(`${name}-zones`, { ...settings.kubernetes, ...settings.zones }, opts);
  return new Cluster(
    name,
    {
      ...settings.kafka,
      ...settings.kubernetes,
      ...identities,
      identity: identities.nodes,
      storage: settings.storage,
      external: settings.external,
      clusterId,
      coordination: coordinated.coordination,
      zone: zones && zoneReading(zones),
      after: [...coordinated.before, ...(zones?.resources ?? [])],
      beforeUpdate: brokersGuard(args, coordinated.sets),
    },
    opts,
  );
}

const zoneReading = (
  zones: ReturnType<typeof zoneReader>,
): ZoneReading & { scripts: Readonly<Record<string, string>> } => ({
  ...zones,
  file: zoneFile,
  scripts: zoneFiles,
});

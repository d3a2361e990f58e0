import type * as pulumi from "@pulumi/pulumi";
import { kubernetesApis } from "../gates/kubernetes-client";
import { restartGuard } from "../gates/restart-guard";
import { readAdminIdentity } from "../gates/tls-identity";
import { Cluster } from "../kafka/cluster";
import { brokerIds, brokerLabels, externalService, statefulSetName } from "../kafka/names";
import type { ZoneReading } from "../kafka/node-pod";
import { zoneFile, zoneFiles, zoneReader } from "../zones/zone-reader";
import type { Coordinated } from "./coordination";
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
      after: [...coordinated.ready, ...(zones?.resources ?? [])],
      beforeUpdate: guard(args),
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

function guard({ settings, coordinated, bootstrap }: BrokersArgs): pulumi.ResourceHook {
  const { kubernetes, kafka, certificates } = settings;
  const { namespace, context } = kubernetes;
  return restartGuard(`${statefulSetName}-restart-guard`, {
    namespace,
    context,
    statefulSet: statefulSetName,
    labels: brokerLabels,
    others: coordinated.sets,
    brokers: {
      bootstrap,
      services: brokerIds(kafka.brokers).map(externalService),
      identity: async () => readAdminIdentity(await kubernetesApis(context), namespace, certificates.authorities),
      minInsyncReplicas: kafka.minInsyncReplicas,
    },
  });
}

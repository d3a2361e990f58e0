import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { GuardedSet } from "../gates/restart-guard";
import { rolloutGate } from "../gates/rollout-gate";
import { brokerVoters, type Coordination } from "../kafka/coordination";
import { statefulSetName } from "../kafka/names";
import { Controllers } from "../kraft/controllers";
import { controllerLabels, controllerName, controllerPod, controllerVoters } from "../kraft/names";
import { establishedMarker } from "../workload/established";
import { ZooKeeper } from "../zookeeper/ensemble";
import { zooKeeperLabels, zooKeeperName, zooKeeperPod } from "../zookeeper/names";
import { coordinatorsGuard } from "./guards";
import type { Identities } from "./identities";
import type { CoordinatorSettings, PlatformSettings } from "./settings";

/** What the keepers of the metadata need of the platform. */
export interface CoordinationArgs {
  readonly settings: PlatformSettings;
  readonly identities: Identities;
  readonly clusterId: pulumi.Input<string>;
  /** Where administrators reach each broker, in the order of their ids. */
  readonly bootstrap: readonly string[];
  /** Whether brokers exist already; of a platform that is being made, all parts start at once. */
  readonly deployed: boolean;
}

/** What keeps the metadata. */
export interface Coordinated {
  readonly coordination: Coordination;
  /** The StatefulSets of the keepers, of which none may roll while brokers do; empty where there are none. */
  readonly sets: readonly GuardedSet[];
  /** The keepers' own StatefulSet. @default brokers keep the metadata themselves */
  readonly statefulSet?: k8s.apps.v1.StatefulSet | undefined;
  /** What has to be there before brokers are made or changed; empty where brokers keep the metadata themselves. */
  readonly before: readonly pulumi.Input<pulumi.Resource>[];
  /** Met when all keepers are rolled out and ready; empty where brokers keep the metadata themselves. */
  readonly ready: readonly pulumi.Output<pulumi.Resource>[];
  /** To be called with what shows that everything serves: from then on, an empty volume is a lost one. */
  readonly settle: (served: pulumi.Output<pulumi.Resource>) => void;
}

interface SetNames {
  readonly what: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly pod: (ordinal: number) => string;
}

const ensembleNames: SetNames = {
  what: "ZooKeeper",
  name: zooKeeperName,
  labels: zooKeeperLabels,
  pod: zooKeeperPod,
};
const quorumNames: SetNames = {
  what: "the controllers",
  name: controllerName,
  labels: controllerLabels,
  pod: controllerPod,
};

/** Makes what keeps the metadata: an ensemble of ZooKeeper, controllers, or nothing where brokers are controllers. */
export function coordinate(args: CoordinationArgs, opts: pulumi.ComponentResourceOptions): Coordinated {
  const { kraft, zookeeper } = args.settings;
  if (zookeeper !== undefined) {
    return byZooKeeper(args, zookeeper, opts);
  }
  if (kraft === undefined) {
    throw new Error("the settings name nothing that keeps the metadata");
  }
  const { metadataVersion, controllers } = kraft;
  return controllers === undefined
    ? byBrokers(args, metadataVersion, opts)
    : byControllers(args, metadataVersion, controllers, opts);
}

function byBrokers(
  { settings: { kubernetes, storage } }: CoordinationArgs,
  metadataVersion: string,
  { provider }: pulumi.ComponentResourceOptions,
): Coordinated {
  const { namespace } = kubernetes;
  const voters = brokerVoters(namespace);
  return {
    coordination: { mode: "kraft", combined: true, voters, metadataVersion },
    sets: [],
    before: [],
    ready: [],
    settle: (served) => {
      establishedMarker(statefulSetName, { namespace, storage }, { provider, dependsOn: served });
    },
  };
}

function byControllers(
  args: CoordinationArgs,
  metadataVersion: string,
  controllers: CoordinatorSettings & { readonly count: number },
  opts: pulumi.ComponentResourceOptions,
): Coordinated {
  const { settings, identities, clusterId } = args;
  const { namespace } = settings.kubernetes;
  const voters = controllerVoters(controllers.count, namespace);
  const made = new Controllers(
    controllerName,
    {
      ...settings.kafka,
      ...settings.kubernetes,
      ...controllers,
      ...identities,
      identity: identities.nodes,
      voters,
      metadataVersion,
      clusterId,
      storage: { ...settings.storage, size: controllers.storageSize },
      beforeUpdate: coordinatorsGuard(args, setOf(quorumNames)),
    },
    opts,
  );
  return {
    coordination: { mode: "kraft", combined: false, voters, metadataVersion },
    ...keepers(args, quorumNames, controllers.count, made.statefulSet),
    settle: (served) => {
      establishedMarker(controllerName, { namespace, storage: settings.storage }, { parent: made, dependsOn: served });
    },
  };
}

function byZooKeeper(
  args: CoordinationArgs,
  zookeeper: NonNullable<PlatformSettings["zookeeper"]>,
  opts: pulumi.ComponentResourceOptions,
): Coordinated {
  const { settings, identities } = args;
  const { namespace } = settings.kubernetes;
  if (identities.zooKeeper === undefined) {
    throw new Error("ZooKeeper has no identity");
  }
  const ensemble = new ZooKeeper(
    zooKeeperName,
    {
      ...settings.kubernetes,
      ...zookeeper,
      image: zookeeper.image ?? settings.kafka.image,
      identity: identities.zooKeeper,
      storage: { ...settings.storage, size: zookeeper.storageSize },
      beforeUpdate: coordinatorsGuard(args, setOf(ensembleNames)),
    },
    opts,
  );
  return {
    coordination: { mode: "zookeeper", connect: ensemble.connect },
    ...keepers(args, ensembleNames, zookeeper.servers, ensemble.statefulSet),
    settle: (served) => {
      const { storage } = settings;
      establishedMarker(zooKeeperName, { namespace, storage }, { parent: ensemble, dependsOn: served });
    },
  };
}

const setOf = ({ name, labels }: SetNames): GuardedSet => ({ statefulSet: name, labels });

function keepers(
  { settings: { kubernetes, kafka }, deployed }: CoordinationArgs,
  names: SetNames,
  count: number,
  statefulSet: k8s.apps.v1.StatefulSet,
): Pick<Coordinated, "sets" | "statefulSet" | "before" | "ready"> {
  const ready = rolloutGate({
    after: statefulSet,
    what: names.what,
    ...setOf(names),
    pods: Array.from({ length: count }, (_, ordinal) => names.pod(ordinal)),
    namespace: kubernetes.namespace,
    context: kubernetes.context,
    timeout: kafka.readyTimeout,
    untouched: deployed ? "no broker was touched" : "no topic was touched",
  });
  return { sets: [setOf(names)], statefulSet, before: [deployed ? ready : statefulSet], ready: [ready] };
}

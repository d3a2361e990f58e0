import type * as pulumi from "@pulumi/pulumi";
import { milliseconds } from "../../lib/units";
import type { LiveUsers } from "../access/rotation-guard";
import { leafName } from "../certificates/names";
import { type AskedBrokers, asAdministrator } from "../gates/broker-connection";
import { holdings } from "../gates/holdings";
import { kubernetesApis } from "../gates/kubernetes-client";
import { within } from "../gates/kubernetes-errors";
import { usersOfAll } from "../gates/lasting-user";
import { type LiveTopic, liveTopics } from "../gates/live-topics";
import { type GuardedSet, restartGuard } from "../gates/restart-guard";
import { readAdminIdentity, type TlsIdentity } from "../gates/tls-identity";
import { brokerIds, brokerLabels, externalService, statefulSetName } from "../kafka/names";
import type { TopicsArgs } from "../topics/topics";
import type { PlatformSettings } from "./settings";

/** What guards need of the platform. */
export interface GuardArgs {
  readonly settings: PlatformSettings;
  /** Where administrators reach each broker, in the order of their ids. */
  readonly bootstrap: readonly string[];
}

/** What judges a change of the brokers. @param coordinators the sets that keep their metadata */
export const brokersGuard = (args: GuardArgs, coordinators: readonly GuardedSet[]): pulumi.ResourceHook =>
  guard(args, { statefulSet: statefulSetName, labels: brokerLabels }, coordinators);

/** What judges a change of a set that keeps the brokers' metadata. */
export const coordinatorsGuard = (args: GuardArgs, set: GuardedSet): pulumi.ResourceHook => guard(args, set, []);

function guard(
  { settings, bootstrap }: GuardArgs,
  { statefulSet, labels }: GuardedSet,
  coordinators: readonly GuardedSet[],
): pulumi.ResourceHook {
  const { kafka } = settings;
  const { namespace, context } = settings.kubernetes;
  return restartGuard(`${statefulSet}-restart-guard`, {
    namespace,
    context,
    statefulSet,
    labels,
    coordinators,
    // A broker that was away for a moment is looked at once in a period, and then has to answer.
    patience: milliseconds(kafka.probes.readinessPeriod) + milliseconds(kafka.probes.readinessTimeout),
    brokers: {
      statefulSet: statefulSetName,
      labels: brokerLabels,
      bootstrap,
      services: brokerIds(kafka.brokers).map(externalService),
      identity: () => identityOf(settings),
      minInsyncReplicas: kafka.minInsyncReplicas,
    },
  });
}

/** How the guard of topics looks at them. What topics are like is read once, and for all of them. */
export function topicLooks(args: GuardArgs): TopicsArgs["looks"] {
  let all: Promise<Readonly<Record<string, LiveTopic>>> | undefined;
  return {
    live: async (topic) => {
      all ??= brokersOf(args).then((brokers) => within(lookPatience, asAdministrator(brokers, liveTopics)));
      const topics = await all;
      return Object.hasOwn(topics, topic) ? topics[topic] : undefined;
    },
    holdings: async (topic, olderThan) => holdings(topic, olderThan, await brokersOf(args)),
  };
}

/** How the guard of users looks at them. */
export const userLook =
  (args: GuardArgs): LiveUsers =>
  async () => {
    const { bootstrap, identity } = await brokersOf(args);
    return new Set(Object.keys(await within(lookPatience, usersOfAll(bootstrap, identity))));
  };

const lookPatience = 60_000;

/**
 * How brokers that run are asked, outside the flow of resources.
 *
 * @throws Error where the administrator has no certificate
 */
export async function brokersOf({ settings, bootstrap }: GuardArgs): Promise<AskedBrokers> {
  const identity = await identityOf(settings);
  if (identity === undefined) {
    throw new Error(
      `the Secret ${leafName("kafka-admin")} is not in the namespace ${settings.kubernetes.namespace}, or not whole`,
    );
  }
  return { bootstrap, identity };
}

async function identityOf({ kubernetes, certificates }: PlatformSettings): Promise<TlsIdentity | undefined> {
  return readAdminIdentity(await kubernetesApis(kubernetes.context), kubernetes.namespace, certificates.authorities);
}

import type * as pulumi from "@pulumi/pulumi";
import { milliseconds } from "../../lib/units";
import { holdings } from "../gates/holdings";
import { kubernetesApis } from "../gates/kubernetes-client";
import { within } from "../gates/kubernetes-errors";
import { type AskedBrokers, asAdministrator, type LiveTopic, liveTopics } from "../gates/live-topics";
import { type GuardedSet, restartGuard } from "../gates/restart-guard";
import { readAdminIdentity } from "../gates/tls-identity";
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
  { settings: { kubernetes, kafka, certificates }, bootstrap }: GuardArgs,
  { statefulSet, labels }: GuardedSet,
  coordinators: readonly GuardedSet[],
): pulumi.ResourceHook {
  const { namespace, context } = kubernetes;
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
      identity: async () => readAdminIdentity(await kubernetesApis(context), namespace, certificates.authorities),
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

const lookPatience = 60_000;

async function brokersOf({ settings: { kubernetes, certificates }, bootstrap }: GuardArgs): Promise<AskedBrokers> {
  const apis = await kubernetesApis(kubernetes.context);
  const identity = await readAdminIdentity(apis, kubernetes.namespace, certificates.authorities);
  if (identity === undefined) {
    throw new Error("the administrator has no certificate yet");
  }
  return { bootstrap, identity };
}

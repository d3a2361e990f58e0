import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { templateAnnotation } from "../workload/ensemble";
import { askBroker, type BrokerView, isView } from "./broker-client";
import { rootMessage } from "./broker-connection";
import { knownValue } from "./known-value";
import { type KubernetesApis, kubernetesApis } from "./kubernetes-client";
import { explain, within } from "./kubernetes-errors";
import { askFirst, liveAddresses } from "./live-addresses";
import { metadataFeature } from "./metadata-version";
import { minInsyncReplicasOf } from "./min-insync-replicas";
import { askQuorum } from "./quorum";
import {
  type BrokerFacts,
  brokersHaveASay,
  type OtherSet,
  restarting,
  restartObstacles,
  serves,
} from "./restart-judge";
import { keptTemplates, type RolloutArgs, rolloutFacts } from "./rollout-facts";
import type { PodFacts } from "./rollout-judge";
import type { TlsIdentity } from "./tls-identity";
import { type LookArgs, lackingInTheEnd } from "./waiting";

/** Pods that belong together. */
export type GuardedSet = Pick<RolloutArgs, "statefulSet" | "labels">;

/** What a change must not restart at a bad moment. */
export interface RestartGuardArgs extends RolloutArgs {
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
  /** The Kafka brokers: the set is theirs, or one that keeps their metadata. */
  readonly brokers: GuardedBrokers;
  /** Of brokers, the sets that keep their metadata, which must not roll while they do. @default none */
  readonly coordinators?: readonly GuardedSet[] | undefined;
  /** How long what is in the way may take to pass by itself, in milliseconds; in `up` only. */
  readonly patience: number;
}

/** Brokers, each of which holds partitions that others may lack. */
export interface GuardedBrokers extends GuardedSet {
  /** The EXTERNAL address of each broker by the settings, in the order of their ids. */
  readonly bootstrap: readonly string[];
  /** The names of the Services of these addresses, in the same order. */
  readonly services: readonly string[];
  /** Nothing where no identity has been issued yet. */
  readonly identity: () => Promise<TlsIdentity | undefined>;
  /** What a topic has that does not say it. */
  readonly minInsyncReplicas: number;
}

/**
 * Stands before an update of a StatefulSet, in previews too, and refuses one that restarts pods which serve while
 * others are missing. What restarts only pods that do not serve passes: a revert must always be possible. To be given
 * as `hooks: { beforeUpdate: [guard] }`.
 *
 * @param name the hook's own; it is part of the state
 */
export const restartGuard = (name: string, args: RestartGuardArgs): pulumi.ResourceHook =>
  new pulumi.ResourceHook(name, ({ newInputs }) => judge(args, newInputs), { onDryRun: true });

async function judge(args: RestartGuardArgs, inputs: unknown): Promise<void> {
  const [apis, template] = await Promise.all([reach(args), templateOf(inputs)]);
  // The same `up` may have changed ZooKeeper a moment ago, which brokers need a moment to get over.
  const patient = { ...args, patience: pulumi.runtime.isDryRun() ? 0 : args.patience };
  const progress = (text: string) => void pulumi.log.info(text, undefined, undefined, true);
  await guardRestart(patient, template, observing(apis, args), { pause: 5_000, progress });
}

async function reach({ context, statefulSet }: RestartGuardArgs): Promise<KubernetesApis> {
  try {
    return await kubernetesApis(context);
  } catch (error) {
    throw refusal(
      `Whether ${statefulSet} can be restarted is not known, and nothing was restarted. ${explain(error, undefined)}`,
    );
  }
}

const unknownValue = pulumi.runtime.unknownValue;

/**
 * The template's name in the inputs of a StatefulSet, as a hook gets them, where anything may be a secret or unknown.
 *
 * @returns nothing where it is not known yet
 */
export async function templateOf(inputs: unknown): Promise<string | undefined> {
  let value = inputs;
  for (const key of ["spec", "template", "metadata", "annotations", templateAnnotation]) {
    value = await knownValue(value);
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  const template = await knownValue(value);
  return typeof template === "string" && template !== unknownValue ? template : undefined;
}

/** How {@link guardRestart} looks at the cluster. */
export interface Looks {
  readonly rollout: (set: GuardedSet) => ReturnType<typeof rolloutFacts>;
  readonly templates: (set: GuardedSet) => ReturnType<typeof keptTemplates>;
  /** @param count how many brokers there are now */
  readonly brokers: (brokers: GuardedBrokers, count: number) => Promise<BrokerFacts>;
}

const observing = (apis: KubernetesApis, { namespace }: RestartGuardArgs): Looks => ({
  rollout: (set) => rolloutFacts(apis, { ...set, namespace }),
  templates: (set) => keptTemplates(apis, { ...set, namespace }),
  brokers: (brokers, count) => brokerFacts(apis, namespace, brokers, count),
});

/**
 * Refuses what would take away more than the set can spare.
 *
 * @param template the template that the pods are to have; nothing where it is not known yet
 * @throws {pulumi.RunError} with all that is in the way, and what to do
 */
export async function guardRestart(
  args: RestartGuardArgs,
  template: string | undefined,
  looks: Looks,
  waiting: Pick<LookArgs, "pause" | "progress"> = { progress: () => undefined },
): Promise<void> {
  let affected: readonly PodFacts[] = [];
  const lacks = async () => {
    const found = await judged(args, template, looks);
    affected = found.affected;
    return found.obstacles;
  };
  const what = `a moment to restart ${args.statefulSet}`;
  const obstacles = await lackingInTheEnd({ ...waiting, what, patience: args.patience, lacks });
  if (obstacles.length > 0) {
    throw refusal(
      [
        affected.length > 0
          ? `This change restarts ${affected.map(({ name }) => name).join(", ")}, and now is no moment for it; ` +
            "nothing was restarted:"
          : `Whether ${args.statefulSet} can be restarted is not known; nothing was restarted:`,
        ...obstacles.map((line) => `  ${line}`),
        `Wait until it has passed (\`kubectl -n ${args.namespace} get pods\`), mend it, or take back the change that ` +
          "brought it about: what restarts only pods that are not ready is never refused. More in docs/operations.md, " +
          '"When a restart is refused".',
      ].join("\n"),
    );
  }
}

/** Which pods a change restarts, and what is in the way of that. */
async function judged(
  args: RestartGuardArgs,
  template: string | undefined,
  looks: Looks,
): Promise<{ readonly affected: readonly PodFacts[]; readonly obstacles: readonly string[] }> {
  const { statefulSet, labels, brokers } = args;
  const rollout = await looks.rollout({ statefulSet, labels });
  if (typeof rollout === "string") {
    return { affected: [], obstacles: [rollout] };
  }
  const affected = restarting(rollout.pods, template);
  if (!affected.some(serves)) {
    return { affected, obstacles: [] };
  }
  const beside = await (statefulSet === brokers.statefulSet
    ? besideBrokers(args, rollout.replicas, looks)
    : besideCoordinators(args, template, looks));
  return { affected, obstacles: restartObstacles(statefulSet, rollout, beside.others, beside.brokers) };
}

/** What counts besides the pods of the set itself. */
interface Beside {
  readonly others: readonly OtherSet[];
  readonly brokers?: BrokerFacts;
}

async function besideBrokers(
  { brokers, coordinators = [] }: RestartGuardArgs,
  count: number,
  looks: Looks,
): Promise<Beside> {
  const [others, facts] = await Promise.all([
    Promise.all(coordinators.map(async (set) => ({ ...set, rollout: await looks.rollout(set) }))),
    looks.brokers(brokers, count),
  ]);
  return { others, brokers: facts };
}

async function besideCoordinators(
  { statefulSet, labels, brokers }: RestartGuardArgs,
  template: string | undefined,
  looks: Looks,
): Promise<Beside> {
  const [rollout, kept] = await Promise.all([looks.rollout(brokers), looks.templates({ statefulSet, labels })]);
  if (typeof kept === "string") {
    return { others: [{ statefulSet, rollout: kept }] };
  }
  if (!brokersHaveASay(rollout, template, kept)) {
    return { others: [] };
  }
  const others = [{ statefulSet: brokers.statefulSet, rollout }];
  return typeof rollout === "string" ? { others } : { others, brokers: await looks.brokers(brokers, rollout.replicas) };
}

const askTimeout = 30_000;

async function brokerFacts(
  apis: KubernetesApis,
  namespace: string,
  brokers: GuardedBrokers,
  count: number,
): Promise<BrokerFacts> {
  const needs = { minInsyncReplicas: new Map<string, number>(), defaultMinInsyncReplicas: brokers.minInsyncReplicas };
  try {
    const identity = await brokers.identity();
    if (identity === undefined) {
      return { ...needs, answers: "the administrator has no certificate yet by which to ask the brokers" };
    }
    const services = brokers.services.slice(0, count);
    const addresses = await liveAddresses(apis, { ...brokers, services, namespace });
    const ask = (address: string) => askBroker(address, identity);
    const answers = await within(askTimeout, Promise.all(addresses.map((some) => askFirst(some, ask))));
    const view = answers.find(isView);
    return view === undefined
      ? { ...needs, answers }
      : { ...needs, answers, ...(await topicNeeds(view, identity)), ...(await quorumFacts(view, identity)) };
  } catch (error) {
    return { ...needs, answers: `the brokers could not be asked: ${rootMessage(error)}` };
  }
}

const topicNeeds = async ({ address, partitions }: BrokerView, identity: TlsIdentity) => ({
  minInsyncReplicas: await minInsyncReplicasOf(
    address,
    identity,
    partitions.map(({ topic }) => topic),
  ),
});

async function quorumFacts(
  { address, features }: BrokerView,
  identity: TlsIdentity,
): Promise<Pick<BrokerFacts, "quorum">> {
  // With ZooKeeper there is neither a metadata version nor a quorum of Kafka's own.
  if (features[metadataFeature] === undefined) {
    return {};
  }
  try {
    return { quorum: await askQuorum(address, identity) };
  } catch (error) {
    return { quorum: `the quorum that keeps the metadata does not answer by ${address}: ${rootMessage(error)}` };
  }
}

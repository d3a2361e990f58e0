import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { templateAnnotation } from "../workload/ensemble";
import { askBroker, type BrokerAnswer, isView } from "./broker-client";
import { rootMessage } from "./broker-connection";
import { type KubernetesApis, kubernetesApis } from "./kubernetes-client";
import { explain, within } from "./kubernetes-errors";
import { askFirst, liveAddresses } from "./live-addresses";
import { minInsyncReplicasOf } from "./min-insync-replicas";
import { type BrokerFacts, type OtherSet, restarting, restartObstacles, serves } from "./restart-judge";
import { type RolloutArgs, rolloutFacts } from "./rollout-facts";
import type { TlsIdentity } from "./tls-identity";

/** What a change must not restart at a bad moment. */
export interface RestartGuardArgs extends RolloutArgs {
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
  /** The Kafka brokers, where the set is theirs. @default none: it is a quorum, of which all have to be ready */
  readonly brokers?: GuardedBrokers | undefined;
  /**
   * Further sets of the platform, of which no roll may be going on. @default none
   */
  readonly others?: readonly Pick<RolloutArgs, "statefulSet" | "labels">[] | undefined;
}

/** Brokers, each of which holds partitions that others may lack. */
export interface GuardedBrokers {
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
  await guardRestart(args, template, observing(apis, args));
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
    value = (await plain(value)) as unknown;
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  const template = await plain(value);
  return typeof template === "string" && template !== unknownValue ? template : undefined;
}

async function plain(value: unknown): Promise<unknown> {
  if (!pulumi.Output.isInstance(value)) {
    return value;
  }
  // No part of Output's interface for programs: apply() would never run for an unknown value.
  const { isKnown, promise } = value as unknown as { isKnown: Promise<boolean>; promise: () => Promise<unknown> };
  return (await isKnown) ? promise.call(value) : undefined;
}

/** How {@link guardRestart} looks at the cluster. */
export interface Looks {
  readonly rollout: (set: Pick<RolloutArgs, "statefulSet" | "labels">) => ReturnType<typeof rolloutFacts>;
  /** @param count how many brokers there are now */
  readonly brokers: (brokers: GuardedBrokers, count: number) => Promise<BrokerFacts>;
}

const observing = (apis: KubernetesApis, args: RestartGuardArgs): Looks => ({
  rollout: (set) => rolloutFacts(apis, { ...set, namespace: args.namespace }),
  brokers: (brokers, count) => brokerFacts(apis, args, brokers, count),
});

/**
 * Refuses what would take away more than the set can spare.
 *
 * @param template the template that the pods are to have; nothing where it is not known yet
 * @throws {pulumi.RunError} with all that is in the way, and what to do
 */
export async function guardRestart(
  { statefulSet, labels, others = [], brokers, namespace }: RestartGuardArgs,
  template: string | undefined,
  looks: Looks,
): Promise<void> {
  const rollout = await looks.rollout({ statefulSet, labels });
  if (typeof rollout === "string") {
    throw refusal(`Whether ${statefulSet} can be restarted is not known: ${rollout}. Nothing was restarted.`);
  }
  const affected = restarting(rollout.pods, template);
  if (!affected.some(serves)) {
    return;
  }
  const [otherSets, facts] = await Promise.all([
    Promise.all(others.map(async (set): Promise<OtherSet> => ({ ...set, rollout: await looks.rollout(set) }))),
    brokers && looks.brokers(brokers, rollout.replicas),
  ]);
  const obstacles = restartObstacles(statefulSet, rollout, otherSets, facts);
  if (obstacles.length > 0) {
    throw refusal(
      [
        `This change restarts ${affected.map(({ name }) => name).join(", ")}, and now is no moment for it; ` +
          "nothing was restarted:",
        ...obstacles.map((line) => `  ${line}`),
        `Wait until it has passed (\`kubectl -n ${namespace} get pods\`), mend it, or take back the change that ` +
          "brought it about: what restarts only pods that are not ready is never refused.",
      ].join("\n"),
    );
  }
}

const patience = 30_000;

async function brokerFacts(
  apis: KubernetesApis,
  { namespace, labels }: RestartGuardArgs,
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
    const addresses = await liveAddresses(apis, { ...brokers, services, namespace, labels });
    const ask = (address: string) => askBroker(address, identity);
    const answers = await within(patience, Promise.all(addresses.map((some) => askFirst(some, ask))));
    return { ...needs, answers, ...(await topicNeeds(answers, identity)) };
  } catch (error) {
    return { ...needs, answers: `the brokers could not be asked: ${rootMessage(error)}` };
  }
}

async function topicNeeds(answers: readonly BrokerAnswer[], identity: TlsIdentity) {
  const view = answers.find(isView);
  return view === undefined
    ? {}
    : {
        minInsyncReplicas: await minInsyncReplicasOf(
          view.address,
          identity,
          view.partitions.map(({ topic }) => topic),
        ),
      };
}

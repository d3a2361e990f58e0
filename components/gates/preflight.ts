import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { type KubernetesApis, kubernetesApis } from "./kubernetes-client";
import { explain, within } from "./kubernetes-errors";
import { judgeCluster, judgePlatform } from "./preflight/judge";
import { clusterFacts, type ObserveArgs } from "./preflight/observe";
import { listed, type PlatformArgs, platformFacts } from "./preflight/platform-facts";
import { silenceWarning } from "./preflight/silence";

/** Which cluster. */
interface Place {
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
}

/** What is about to be made, and where. */
export type PreflightArgs = ObserveArgs & Place;

/** What is known of a change, and where it would be made. */
export type ComparisonArgs = PlatformArgs & Place;

/** What the program goes on with. */
export interface PreflightResult {
  /** The nodes' addresses, always in the same order. */
  readonly nodeAddresses: readonly string[];
  /** Whether the brokers' StatefulSet exists already. */
  readonly deployed: boolean;
  /** The ids of the Kafka cluster that is there, by its brokers. */
  readonly liveClusterIds: readonly string[];
}

// A cluster that is there answers within a second or two, from the other side of the world too; a deployed one is asked
// for its brokers besides, of which some may be away.
const patience = 60_000;

// Whoever has mistakes to mend anyway need not wait so long for the rest.
const comparisonPatience = 15_000;

/**
 * Judges the cluster before the first resource is registered, in previews too.
 *
 * @param warn is told what does not stand in the way
 * @throws {pulumi.RunError} with everything that stands in the way
 */
export async function preflight(
  { context, ...args }: PreflightArgs,
  warn: (text: string) => Promise<void> = (text) => pulumi.log.warn(text),
): Promise<PreflightResult> {
  const facts = await asked(context, patience, (apis) => clusterFacts(apis, args));
  const problems = judgeCluster(facts, args);
  if (problems.length > 0) {
    throw refusal(
      ["The cluster cannot take the platform as it is set up; nothing was changed:", ...problems].join("\n  "),
    );
  }
  if (facts.deployed?.silence !== undefined) {
    await warn(silenceWarning(facts.deployed.silence));
  }
  return {
    nodeAddresses: (facts.nodes ?? []).flatMap(({ address }) => address ?? []).sort(),
    deployed: facts.deployed !== undefined,
    liveClusterIds: facts.deployed?.clusterIds ?? [],
  };
}

/**
 * Compares what is known of wrong settings with what is there already, so that one report tells all.
 *
 * @returns what to add to the report of the mistakes; nothing where what is known would do
 */
export async function compareWithCluster({ context, ...args }: ComparisonArgs): Promise<string | undefined> {
  try {
    const facts = await asked(context, comparisonPatience, async (apis) =>
      platformFacts(apis, args, await listed(apis)),
    );
    const problems = judgePlatform(facts, args);
    return problems.length === 0 ? undefined : ["Besides, the cluster cannot take this:", ...problems].join("\n  ");
  } catch (error) {
    if (!pulumi.RunError.isInstance(error)) {
      throw error;
    }
    return `Whether the cluster could take the rest is not known. ${error.message}`;
  }
}

async function asked<T>(
  context: string | undefined,
  timeout: number,
  ask: (apis: KubernetesApis) => Promise<T>,
): Promise<T> {
  let apis: KubernetesApis | undefined;
  try {
    apis = await kubernetesApis(context);
    return await within(timeout, ask(apis));
  } catch (error) {
    throw refusal(`${explain(error, apis?.target)} Nothing was changed.`);
  }
}

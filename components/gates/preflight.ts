import { refusal } from "../../lib/refusal";
import { type KubernetesApis, kubernetesApis } from "./kubernetes-client";
import { explain, within } from "./kubernetes-errors";
import type { ClusterFacts } from "./preflight/facts";
import { judgeCluster } from "./preflight/judge";
import { clusterFacts, type ObserveArgs } from "./preflight/observe";

/** What is about to be made, and where. */
export interface PreflightArgs extends ObserveArgs {
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
}

/** What the program goes on with. */
export interface PreflightResult {
  /** The nodes' addresses, always in the same order. */
  readonly nodeAddresses: readonly string[];
  /** Whether the brokers' StatefulSet exists already. */
  readonly deployed: boolean;
  /** The ids of the Kafka cluster that is there, by those of its brokers that answer. */
  readonly liveClusterIds: readonly string[];
}

// A cluster that is there answers within a second or two, from the other side of the world too; a deployed one is asked
// for its brokers besides, of which some may be away.
const patience = 60_000;

/**
 * Judges the cluster before the first resource is registered, in previews too.
 *
 * @throws {pulumi.RunError} with everything that stands in the way
 */
export async function preflight({ context, ...args }: PreflightArgs): Promise<PreflightResult> {
  const facts = await askCluster(context, args);
  const problems = judgeCluster(facts, args);
  if (problems.length > 0) {
    throw refusal(
      ["The cluster cannot take the platform as it is set up; nothing was changed:", ...problems].join("\n  "),
    );
  }
  return {
    nodeAddresses: (facts.nodes ?? []).flatMap(({ address }) => address ?? []).sort(),
    deployed: facts.deployed !== undefined,
    liveClusterIds: facts.deployed?.clusterIds ?? [],
  };
}

async function askCluster(context: string | undefined, args: ObserveArgs): Promise<ClusterFacts> {
  let apis: KubernetesApis | undefined;
  try {
    apis = await kubernetesApis(context);
    return await within(patience, clusterFacts(apis, args));
  } catch (error) {
    throw refusal(`${explain(error, apis?.target)} Nothing was changed.`);
  }
}

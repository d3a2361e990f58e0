import { refusal } from "../../lib/refusal";
import { KubeconfigError, type KubernetesApis, kubernetesApis } from "./kubernetes-client";
import { clusterFacts, type Own, statusOf } from "./preflight-facts";
import { type ClusterFacts, judgeCluster, type Needs } from "./preflight-judge";

/** What is about to be made, and where. */
export interface PreflightArgs extends Needs, Own {
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
}

/** What the program goes on with. */
export interface PreflightResult {
  /** The nodes' addresses, always in the same order. */
  readonly nodeAddresses: readonly string[];
}

// A cluster that is there answers within a second or two, from the other side of the world too.
const patience = 20_000;

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
  return { nodeAddresses: (facts.nodes ?? []).flatMap(({ address }) => address ?? []).sort() };
}

async function askCluster(context: string | undefined, own: Own): Promise<ClusterFacts> {
  let apis: KubernetesApis | undefined;
  try {
    apis = await kubernetesApis(context);
    return await within(patience, clusterFacts(apis, own));
  } catch (error) {
    throw refusal(`${explain(error, apis?.target)} Nothing was changed.`);
  }
}

/** What keeps the program from asking the cluster, as a sentence, and the remedy as another. */
export function explain(error: unknown, target: string | undefined): string {
  if (error instanceof KubeconfigError || target === undefined) {
    return (
      `No cluster to work on: ${messageOf(error)}. ` +
      "Point KUBECONFIG at a cluster's file, or set kubernetes.context to one of its contexts."
    );
  }
  if (statusOf(error) === 401) {
    return `The Kubernetes API at ${target} does not know you (Unauthorized). Renew your credentials in the kubeconfig.`;
  }
  if (statusOf(error) === 403) {
    return `You may not look at the cluster at ${target}. Ask its administrator for a role that allows it.`;
  }
  return (
    `The Kubernetes API at ${target} does not answer: ${messageOf(error)}. ` +
    "Start the cluster, or point the kubeconfig or kubernetes.context at one that runs."
  );
}

// The client's own message is "fetch failed"; what failed is in its cause.
function messageOf(error: unknown): string {
  const { message, cause } = error as Error;
  return (
    (cause instanceof Error ? cause.message || String((cause as { code?: unknown }).code) : message).split("\n")[0] ??
    ""
  );
}

async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

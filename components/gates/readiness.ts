import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { milliseconds } from "../../lib/units";
import { askBrokers } from "./broker-client";
import { kubernetesApis } from "./kubernetes-client";
import { type RolloutArgs, rolloutFacts, warnings } from "./readiness-facts";
import { furthestOffset, lacks, type Observation } from "./readiness-judge";

/** What has to be ready. */
export interface ReadinessArgs extends RolloutArgs {
  /** The resource after which there is something to wait for. */
  readonly after: pulumi.CustomResource;
  /** The names of the brokers' pods, in the order of the brokers' ids. */
  readonly pods: readonly string[];
  readonly clusterId: pulumi.Input<string>;
  /** The brokers' addresses as seen from here, in the order of their ids. */
  readonly bootstrap: readonly string[];
  /** How long to wait: a duration. */
  readonly timeout: string;
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
}

/**
 * A dependency that is met when the cluster is ready for clients: rolled out, every broker reachable from here and
 * caught up, every partition in sync.
 *
 * It is judged afresh by every `pulumi up` and leaves nothing in the state. Let resources depend on it with
 * `dependsOn`; never let their inputs derive from it, since these would be unknown in previews.
 */
export const readinessGate = (args: ReadinessArgs, wait = waitForCluster): pulumi.Output<pulumi.Resource> =>
  pulumi.all([args.after.id, args.clusterId]).apply(async ([, clusterId]) => {
    if (!pulumi.runtime.isDryRun()) {
      await wait(args, clusterId);
    }
    return args.after;
  });

async function waitForCluster(args: ReadinessArgs, clusterId: string): Promise<void> {
  const apis = await kubernetesApis(args.context);
  const lately = new Date(Date.now() - 60_000);
  await waitUntilReady({
    ...args,
    clusterId,
    observe: async () => {
      const [rollout, brokers] = await Promise.all([rolloutFacts(apis, args), askBrokers(args.bootstrap)]);
      return { rollout, brokers };
    },
    warnings: () => warnings(apis, args.namespace, lately),
    progress: (text) => void pulumi.log.info(text, args.after, undefined, true),
    pause: 1_000,
  });
}

/** What {@link waitUntilReady} works with. */
export interface WaitArgs {
  readonly namespace: string;
  readonly pods: readonly string[];
  readonly clusterId: string;
  readonly timeout: string;
  /** Looks at the cluster once. */
  readonly observe: () => Promise<Observation>;
  /** Asked for once, when there is nothing left but to give up. */
  readonly warnings: () => Promise<readonly string[]>;
  readonly progress: (text: string) => void;
  /** Milliseconds between two looks. */
  readonly pause: number;
}

/**
 * Looks at the cluster again and again, until it lacks nothing.
 *
 * @throws {pulumi.RunError} when the time is over, with what is lacking and what to do
 */
export async function waitUntilReady({ observe, timeout, progress, pause, ...expected }: WaitArgs): Promise<void> {
  const begin = Date.now();
  const tell = withoutRepetition(progress);
  let metadataOffset: number | undefined;
  for (;;) {
    const observation = await observe();
    metadataOffset ??= furthestOffset(observation.brokers);
    const missing = lacks(observation, { ...expected, metadataOffset });
    if (missing.length === 0) {
      return;
    }
    if (Date.now() - begin > milliseconds(timeout)) {
      throw refusal(giveUp(missing, await expected.warnings(), timeout, expected.namespace));
    }
    tell(`waiting for Kafka: ${missing[0]}${missing.length > 1 ? ` (and ${missing.length - 1} more)` : ""}`);
    await sleep(pause);
  }
}

const repeatAfter = 15_000;

// What stays true is said again from time to time, as a sign of life.
function withoutRepetition(progress: (text: string) => void): (text: string) => void {
  let last = { text: "", at: 0 };
  return (text) => {
    if (text !== last.text || Date.now() - last.at >= repeatAfter) {
      last = { text, at: Date.now() };
      progress(text);
    }
  };
}

const giveUp = (missing: readonly string[], warnings: readonly string[], timeout: string, namespace: string): string =>
  [
    `Kafka is not ready after ${timeout}; no topic was touched. What is missing:`,
    ...missing.map((line) => `  ${line}`),
    ...(warnings.length === 0 ? [] : ["Kubernetes warns:", ...warnings.map((line) => `  ${line}`)]),
    `Look closer with \`kubectl -n ${namespace} describe pods\` and \`kubectl -n ${namespace} logs\`, mend it, and run \`pulumi up\` again.`,
  ].join("\n");

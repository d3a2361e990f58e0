import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type RecordedSet, recordedSet, refuseDrift } from "./drift";
import { kubernetesApis } from "./kubernetes-client";
import { diagnosis } from "./pod-diagnosis";
import { type RolloutArgs, rolloutFacts } from "./rollout-facts";
import { rolloutLacks } from "./rollout-judge";
import { waitUntil } from "./waiting";

/** What has to be rolled out. */
export interface RolloutGateArgs extends RolloutArgs {
  /** The StatefulSet. */
  readonly after: k8s.apps.v1.StatefulSet;
  /** What the pods are together, for messages, as `ZooKeeper`. */
  readonly what: string;
  readonly pods: readonly string[];
  /** How long to wait: a duration. */
  readonly timeout: string;
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
  /** What has not been done for the lack of it, as `no broker was touched`. */
  readonly untouched: string;
}

/**
 * A dependency that is met when a StatefulSet is the one in the state, and each of its pods of its newest revision and
 * ready. It is judged afresh by every `pulumi up` and leaves nothing in the state.
 */
export const rolloutGate = (args: RolloutGateArgs, wait = waitForRollout): pulumi.Output<pulumi.Resource> =>
  recordedSet(args.after).apply(async (recorded) => {
    if (!pulumi.runtime.isDryRun()) {
      await wait(args, recorded);
    }
    return args.after;
  });

async function waitForRollout(args: RolloutGateArgs, recorded: RecordedSet): Promise<void> {
  const apis = await kubernetesApis(args.context);
  const lately = new Date(Date.now() - 60_000);
  await waitUntil({
    what: args.what,
    timeout: args.timeout,
    lacks: async () => {
      const rollout = await rolloutFacts(apis, args);
      refuseDrift(rollout, recorded, args);
      return rolloutLacks(rollout, args.pods);
    },
    diagnosis: () => diagnosis(apis, args, lately),
    untouched: args.untouched,
    remedy: lookCloser(args.namespace),
    progress: (text) => void pulumi.log.info(text, args.after, undefined, true),
  });
}

/** Where a person finds out why pods of a namespace are not ready. */
export const lookCloser = (namespace: string): string =>
  `Look closer with \`kubectl -n ${namespace} describe pods\` and \`kubectl -n ${namespace} logs\`, mend it, ` +
  "and run `pulumi up` again.";

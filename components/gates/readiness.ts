import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { askBroker, askBrokers, type BrokerAnswer } from "./broker-client";
import { type RecordedSet, recordedSet, refuseDrift } from "./drift";
import { kubernetesApis } from "./kubernetes-client";
import { diagnosis } from "./pod-diagnosis";
import { reachRemedy } from "./preflight/silence";
import { furthestOffset, isOutOfReach, lacks, type Mode, type Observation } from "./readiness-judge";
import { type RolloutArgs, rolloutFacts } from "./rollout-facts";
import { lookCloser } from "./rollout-gate";
import { expiryOf, tellExpiry } from "./served-certificates";
import type { TlsIdentity } from "./tls-identity";
import { type WaitArgs, waitUntil } from "./waiting";

/** What has to be ready. */
export interface ReadinessArgs extends RolloutArgs {
  /** The brokers' StatefulSet. */
  readonly after: k8s.apps.v1.StatefulSet;
  /** The Services of the brokers' addresses, which come after that. */
  readonly externalServices: readonly pulumi.CustomResource[];
  /** What keeps the cluster's metadata. */
  readonly mode: Mode;
  /** The names of the brokers' pods, in the order of the brokers' ids. */
  readonly pods: readonly string[];
  readonly clusterId: pulumi.Input<string>;
  /** The brokers' addresses as seen from here, in the order of their ids. */
  readonly bootstrap: readonly string[];
  /** The administrator's identity. */
  readonly identity: pulumi.Input<TlsIdentity>;
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
  // The identity is a secret; that a cluster is ready is none.
  pulumi.unsecret(
    pulumi
      .all([
        args.clusterId,
        args.identity,
        recordedSet(args.after),
        pulumi.all(args.externalServices.map(({ id }) => id)),
      ])
      .apply(async ([clusterId, identity, recorded]) => {
        if (!pulumi.runtime.isDryRun()) {
          await wait(args, { clusterId, identity, recorded });
        }
        return args.after;
      }),
  );

/** What is known once the brokers are registered. */
interface Registered {
  readonly clusterId: string;
  readonly identity: TlsIdentity;
  readonly recorded: RecordedSet;
}

async function waitForCluster(args: ReadinessArgs, { clusterId, identity, recorded }: Registered): Promise<void> {
  const apis = await kubernetesApis(args.context);
  const lately = new Date(Date.now() - 60_000);
  let brokers: readonly BrokerAnswer[] = [];
  await waitUntilReady({
    ...args,
    clusterId,
    recorded,
    observe: async () => {
      const [rollout, answers] = await Promise.all([
        rolloutFacts(apis, args),
        askBrokers(args.bootstrap, (address) => askBroker(address, identity)),
      ]);
      brokers = answers;
      return { rollout, brokers };
    },
    diagnosis: () => diagnosis(apis, args, lately),
    progress: (text) => void pulumi.log.info(text, args.after, undefined, true),
  });
  await tellExpiry(expiryOf(brokers, Date.now()), args.after);
}

/** What {@link waitUntilReady} works with. */
export interface ReadinessWaitArgs extends Pick<WaitArgs, "timeout" | "diagnosis" | "progress" | "pause"> {
  readonly namespace: string;
  readonly statefulSet: string;
  readonly mode: Mode;
  readonly pods: readonly string[];
  readonly clusterId: string;
  readonly recorded: RecordedSet;
  /** Looks at the cluster once. */
  readonly observe: () => Promise<Observation>;
}

/**
 * Looks at the cluster again and again, until it lacks nothing.
 *
 * @throws {pulumi.RunError} when the time is over, with what is lacking and what to do
 */
export function waitUntilReady({
  observe,
  mode,
  pods,
  clusterId,
  statefulSet,
  recorded,
  ...args
}: ReadinessWaitArgs): Promise<void> {
  const untouched = "no topic was touched";
  let metadataOffset: number | undefined;
  let outOfReach = false;
  return waitUntil({
    ...args,
    what: "Kafka",
    lacks: async () => {
      const observation = await observe();
      outOfReach = isOutOfReach(observation, pods);
      refuseDrift(observation.rollout, recorded, { statefulSet, untouched });
      metadataOffset ??= furthestOffset(observation.brokers);
      return lacks(observation, { mode, pods, clusterId, metadataOffset });
    },
    diagnosis: async () => [
      ...(await args.diagnosis()),
      ...(outOfReach ? [`Every pod is Ready, and not every broker answers. ${reachRemedy}.`] : []),
    ],
    untouched,
    remedy: lookCloser(args.namespace),
  });
}

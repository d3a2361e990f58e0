import { setTimeout as sleep } from "node:timers/promises";
import type * as client from "@kubernetes/client-node";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { milliseconds } from "../../lib/units";
import { kubernetesApis } from "../gates/kubernetes-client";
import { statusOf } from "../gates/kubernetes-errors";
import { skipAwait } from "../workload/ensemble";
import { volumeName } from "../workload/storage";

/** Which volume claims, and how large they are to be. */
export interface ClaimsArgs {
  readonly namespace: string;
  /** The StatefulSet whose pods have the claims. */
  readonly statefulSet: string;
  readonly replicas: number;
  /** The size of each, as a Kubernetes quantity; at least what they have, since no volume shrinks. */
  readonly size: string;
  /** How long an update waits until a claim has its volume: a duration. */
  readonly timeout: string;
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
}

/** The claims that Kubernetes makes for the pods of a StatefulSet, in the order of their ordinals. */
export const claimNames = (statefulSet: string, replicas: number): readonly string[] =>
  Array.from({ length: replicas }, (_, ordinal) => `${volumeName}-${statefulSet}-${ordinal}`);

/** Says which claim it was that a patch made large: another one of the same name is as large as the template says. */
export const claimAnnotation = "kafka-platform/claim";

/**
 * Makes the volume claims of a StatefulSet as large as is wanted.
 *
 * The StatefulSet's template of them cannot be changed, and is asked again whenever a claim is lost: a claim that
 * replaces another is seen by its identity, in a preview too, and grows like the others.
 *
 * @param name the prefix of the resources' names
 * @param after the StatefulSet, or what is met once it exists: claims are looked for from then on
 */
export const claims = (
  name: string,
  args: ClaimsArgs,
  after: pulumi.Input<pulumi.CustomResource>,
  opts: pulumi.CustomResourceOptions,
  identity = claimIdentity,
): readonly k8s.core.v1.PersistentVolumeClaimPatch[] =>
  claimNames(args.statefulSet, args.replicas).map((claim, ordinal) => {
    const { namespace, size, timeout, context } = args;
    const uid = pulumi
      .output(after)
      // An output does not wait for a resource that it holds, but for that resource's outputs it does.
      .apply(({ id }) => id)
      .apply(() => identity({ namespace, claim, timeout, context }));
    return new k8s.core.v1.PersistentVolumeClaimPatch(
      `${name}-${ordinal}-volume`,
      {
        metadata: {
          name: claim,
          namespace,
          annotations: {
            ...skipAwait,
            // The size belongs to the StatefulSet's controller, which never looks at it again.
            "pulumi.com/patchForce": "true",
            [claimAnnotation]: uid,
          },
        },
        spec: { resources: { requests: { storage: size } } },
      },
      {
        ...opts,
        dependsOn: pulumi.all([opts.dependsOn ?? [], after]).apply(([more, ready]) => [...[more].flat(), ready]),
        // A claim cannot be without a size, so there is nothing that taking the patch back could mean.
        retainOnDelete: true,
      },
    );
  });

/** Which claim is asked for. */
export interface ClaimPlace {
  readonly namespace: string;
  readonly claim: string;
  /** How long an update waits until it has its volume: a duration. */
  readonly timeout: string;
  readonly context?: string | undefined;
}

const claimIdentity = async (place: ClaimPlace): Promise<string> =>
  identityOf((await kubernetesApis(place.context)).core, place, pulumi.runtime.isDryRun());

/**
 * The identity of a claim. What is not there yet is unknown to a preview; an update waits until it is bound, since a
 * claim that is not cannot grow. Kubernetes makes claims as soon as their StatefulSet is there, and binds them when
 * their pods find a node, which may have to be made first.
 *
 * @param pause milliseconds between two looks
 * @throws {pulumi.RunError} when there is no answer, or, in an update, no bound claim in time
 */
export async function identityOf(
  core: Pick<client.CoreV1Api, "readNamespacedPersistentVolumeClaim">,
  place: ClaimPlace,
  preview: boolean,
  pause = 1_000,
): Promise<string> {
  const { namespace, claim, timeout } = place;
  const begin = Date.now();
  for (;;) {
    const found = await readClaim(core, place);
    if (found?.metadata?.uid !== undefined && (preview || found.status?.phase === "Bound")) {
      return found.metadata.uid;
    }
    if (preview) {
      return pulumi.unknown as unknown as string;
    }
    if (Date.now() - begin > milliseconds(timeout)) {
      throw refusal(
        `The volume claim ${claim} ${found === undefined ? "does not exist" : "has no volume"} after ${timeout}, though ` +
          `its pod should have made it so. Look closer with \`kubectl -n ${namespace} get pods,persistentvolumeclaims\`, and run ` +
          "`pulumi up` again.",
      );
    }
    await sleep(pause);
  }
}

async function readClaim(
  core: Pick<client.CoreV1Api, "readNamespacedPersistentVolumeClaim">,
  { namespace, claim }: ClaimPlace,
): Promise<client.V1PersistentVolumeClaim | undefined> {
  try {
    return await core.readNamespacedPersistentVolumeClaim({ namespace, name: claim });
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    throw refusal(
      `The volume claim ${claim} cannot be read: ${(error as Error).message.split("\n")[0]}. Look whether the cluster ` +
        `answers and you may get persistentvolumeclaims in the namespace ${namespace}, and run it again.`,
    );
  }
}

import * as pulumi from "@pulumi/pulumi";
import { type KubernetesApis, kubernetesApis } from "../gates/kubernetes-client";
import { warnings } from "../gates/pod-diagnosis";
import { waitUntil } from "../gates/waiting";
import { claimNames } from "./claims";
import { claimFacts, growthLacks } from "./growth-judge";

/** Which volumes have to have grown. */
export interface GrowthArgs {
  /** What makes the claims larger: there is something to wait for once it is done. At least one. */
  readonly after: readonly pulumi.CustomResource[];
  readonly namespace: string;
  /** The StatefulSet whose pods have the claims. */
  readonly statefulSet: string;
  readonly replicas: number;
  /** The wanted size, as a Kubernetes quantity. */
  readonly size: string;
  /** How long to wait: a duration. */
  readonly timeout: string;
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
}

/**
 * A dependency that is met when the file system of every volume has the wanted size. The pods go on meanwhile.
 *
 * It is judged afresh by every `pulumi up` and leaves nothing in the state.
 */
export const volumesGrown = (args: GrowthArgs, wait = waitForVolumes): pulumi.Output<pulumi.Resource> =>
  pulumi.all(args.after.map(({ id }) => id)).apply(async () => {
    if (!pulumi.runtime.isDryRun()) {
      await wait(args);
    }
    return args.after[0] as pulumi.Resource;
  });

async function waitForVolumes(args: GrowthArgs): Promise<void> {
  const { namespace, timeout } = args;
  const apis = await kubernetesApis(args.context);
  const begin = new Date();
  await waitUntil({
    what: "Storage",
    timeout,
    lacks: () => lacksNow(apis, args),
    diagnosis: async () => warningsOf(claimsOf(args), await warnings(apis, namespace, begin)),
    untouched: "the pods go on with the volumes that they have",
    remedy:
      "A volume grows while its pod runs, and where the storage behind it has room. Look closer with " +
      `\`kubectl -n ${namespace} describe persistentvolumeclaims\`, mend it, and run \`pulumi up\` again.`,
    progress: (text) => void pulumi.log.info(text, args.after[0], undefined, true),
  });
}

const claimsOf = ({ statefulSet, replicas }: GrowthArgs): readonly string[] => claimNames(statefulSet, replicas);

async function lacksNow({ core }: Pick<KubernetesApis, "core">, args: GrowthArgs): Promise<readonly string[]> {
  try {
    const { items } = await core.listNamespacedPersistentVolumeClaim({ namespace: args.namespace });
    return growthLacks(items.map(claimFacts), claimsOf(args), args.size);
  } catch (error) {
    return [`the Kubernetes API does not answer: ${(error as Error).message.split("\n")[0]}`];
  }
}

/** What Kubernetes warns of about these claims, as lines of a report. */
export function warningsOf(claims: readonly string[], warned: readonly string[]): readonly string[] {
  const own = warned.filter((line) => claims.some((claim) => line.startsWith(`PersistentVolumeClaim ${claim}: `)));
  return own.length === 0 ? [] : ["Kubernetes warns:", ...own.map((line) => `  ${line}`)];
}

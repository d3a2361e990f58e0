import { waitFor } from "../../../local/support/wait";
import { kube, kubeJson } from "../test-platform";

interface Claim {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly status: { readonly phase: string };
}

/** What identifies the volume claims of pods, in their order; nothing for those that have no volume. */
async function bound(pods: readonly string[]): Promise<(string | undefined)[]> {
  const { items } = await kubeJson<{ items: Claim[] }>("get", "persistentvolumeclaims", "-n", "kafka");
  return pods.map((pod) => {
    const claim = items.find(({ metadata }) => metadata.name === `data-${pod}`);
    return claim?.status.phase === "Bound" ? claim.metadata.uid : undefined;
  });
}

/** Takes pods' volumes away in the middle of their work, as a broken disk does; returns once each has an empty one. */
export async function loseVolumes(...pods: readonly string[]): Promise<void> {
  const before = await bound(pods);
  await kube("delete", "persistentvolumeclaims", "-n", "kafka", "--wait=false", ...pods.map((pod) => `data-${pod}`));
  await kube("delete", "pods", "-n", "kafka", "--grace-period=0", "--force", ...pods);
  await waitFor(
    `new volumes of ${pods.join(", ")}`,
    async () => (await bound(pods)).every((uid, i) => uid !== undefined && uid !== before[i]),
    { timeoutMs: 300_000, everyMs: 1000 },
  );
}

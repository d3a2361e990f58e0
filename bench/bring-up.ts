import { statefulSetName } from "../components/kafka/names";
import { markerName } from "../components/workload/established";
import { zooKeeperName } from "../components/zookeeper/names";
import { kubectl } from "../local/cluster/control-plane";
import type { ClusterLayout } from "../local/cluster/layout";
import type { LocalStack } from "../local/stack";
import { step } from "../local/support/progress";
import { run } from "../local/support/run";
import { onPlatform, platformOf } from "../tests/support/rolling/platforms";
import { pods } from "../tests/support/rolling/pods";
import { pulumiDestroy, pulumiUp } from "../tests/support/test-platform";
import { median, type Outcome } from "./outcome";

const namespace = "kafka";
const rounds = 3;
const atMost = 1.2;

/**
 * From an empty namespace to all brokers ready, which means in sync: by `pulumi up`, and by kubectl with the very
 * objects that `pulumi up` has made, in turns; with KRaft and with ZooKeeper.
 *
 * @returns how many times as long `pulumi up` takes, which may be 1.2, with both times in seconds
 */
export async function bringUp(layout: ClusterLayout): Promise<Outcome> {
  const results: Record<string, { readonly seconds: readonly Times[]; readonly ratio: number }> = {};
  for (const mode of ["kraft", "zookeeper"] as const) {
    const platform = platformOf(mode);
    const times = await onPlatform(platform, {}, (stack) => turns(platform.title, layout, stack));
    const ratio = median(times.map(({ pulumiUp, kubectlApply }) => pulumiUp / kubectlApply));
    results[mode] = { seconds: times, ratio };
  }
  const within = Object.values(results).every(({ ratio }) => ratio <= atMost);
  return { figures: { atMost, ...results }, within };
}

interface Times {
  readonly pulumiUp: number;
  readonly kubectlApply: number;
}

async function turns(title: string, layout: ClusterLayout, stack: LocalStack): Promise<Times[]> {
  const times: Times[] = [];
  for (let round = 1; round <= rounds; round++) {
    const what = `${title}, round ${round}`;
    const ours = await step(`${what}: pulumi up`, () => untilReady(layout, () => pulumiUp(stack)));
    const objects = await manifests(layout);
    await pulumiDestroy(stack);
    const kubectlApply = await step(`${what}: kubectl apply`, () => untilReady(layout, () => apply(layout, objects)));
    await remove(layout, objects);
    times.push({ pulumiUp: ours, kubectlApply });
  }
  return times;
}

/** The seconds until the last broker was ready, as Kubernetes noted it. Nobody asks meanwhile, which would cost time. */
async function untilReady(layout: ClusterLayout, begin: () => Promise<unknown>): Promise<number> {
  const start = Date.now();
  await begin();
  await kubectl(layout, "rollout", "status", "statefulset/kafka", "-n", namespace, "--timeout=600s");
  const conditions = (await pods()).flatMap(({ status }) => status.conditions ?? []);
  const ready = conditions.filter(({ type }) => type === "Ready").map((one) => Date.parse(one.lastTransitionTime));
  return (Math.max(...ready) - start) / 1000;
}

interface Manifest {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly managedFields?: readonly { readonly manager?: string }[];
  } & Record<string, unknown>;
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** In the order in which they are applied: an authority whose Secret came after its Certificate would get another key. */
const kinds = [
  "clusterroles",
  "clusterrolebindings",
  "serviceaccounts",
  "secrets",
  "issuers.cert-manager.io",
  "certificates.cert-manager.io",
  "configmaps",
  "services",
  "poddisruptionbudgets",
  "networkpolicies",
  "statefulsets",
].join(",");

const markers = [statefulSetName, zooKeeperName].map(markerName);

/**
 * Everything that `pulumi up` has made, as somebody would have written it, but the note that the cluster is not new; and
 * the key of the authority, whose certificate is among it. All other certificates are issued anew.
 */
async function manifests(layout: ClusterLayout): Promise<readonly object[]> {
  const found = JSON.parse(await kubectl(layout, "get", kinds, "-n", namespace, "--show-managed-fields", "-o", "json"));
  const { metadata } = JSON.parse(await kubectl(layout, "get", "namespace", namespace, "-o", "json")) as Manifest;
  const { items } = found as { items: readonly Manifest[] };
  const authorities = items.filter(({ spec }) => spec?.isCA === true).map(({ spec }) => spec?.secretName);
  const made = items.filter(
    ({ kind, metadata: { name, managedFields } }) =>
      (managedFields?.some(({ manager }) => manager?.startsWith("pulumi-")) && !markers.includes(name)) ||
      (kind === "Secret" && authorities.includes(name)),
  );
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: metadata.labels } },
    ...made.map(written),
  ];
}

function written({ apiVersion, kind, metadata, ...content }: Manifest): object {
  const { name, namespace: within, labels, annotations } = metadata;
  const { status: _, ...rest } = content as Record<string, unknown>;
  const spec = rest.spec as Record<string, unknown> | undefined;
  const { clusterIP, clusterIPs: __, ...kept } = spec ?? {};
  const headless = clusterIP === "None" ? { clusterIP } : {};
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: within, labels, annotations },
    ...rest,
    ...(spec && { spec: { ...kept, ...headless } }),
  };
}

/** Takes the namespace away, and what the objects are besides. */
async function remove(layout: ClusterLayout, objects: readonly object[]): Promise<void> {
  await kubectl(layout, "delete", "namespace", namespace, "--timeout=180s");
  for (const { kind, metadata } of objects as readonly Manifest[]) {
    if (metadata.namespace === undefined && kind !== "Namespace") {
      await kubectl(layout, "delete", kind, metadata.name);
    }
  }
}

const apply = (layout: ClusterLayout, objects: readonly object[]) =>
  run("kubectl", ["--kubeconfig", layout.kubeconfig, "apply", "--server-side", "-f", "-"], {
    input: JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }),
  });

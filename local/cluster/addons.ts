/** What runs inside every local cluster: DNS, volumes, snapshots, load balancer addresses, certificates. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "../support/cache";
import { run } from "../support/run";
import type { Toolchain } from "../toolchain/toolchain";
import { kubectl } from "./control-plane";
import type { ClusterLayout } from "./layout";

const manifests = join(__dirname, "manifests");

/** Workloads that must be rolled out before the cluster counts as up. */
const WORKLOADS = [
  ["kube-system", "deployment/coredns"],
  ["hostcsi", "deployment/snapshot-controller"],
  ["hostcsi", "daemonset/hostcsi"],
  ["metallb-system", "deployment/controller"],
  ["metallb-system", "daemonset/speaker"],
  ["cert-manager", "deployment/cert-manager"],
  ["cert-manager", "deployment/cert-manager-cainjector"],
  ["cert-manager", "deployment/cert-manager-webhook"],
] as const;

/** Until the injector has told the API server whom to trust, it refuses every certificate. */
const WEBHOOKS = [
  "mutatingwebhookconfiguration/cert-manager-webhook",
  "validatingwebhookconfiguration/cert-manager-webhook",
];

/** Applies the add-ons, unless these very ones are there already, and waits until they work. */
export async function addonsUp(layout: ClusterLayout, toolchain: Toolchain): Promise<void> {
  const { kubernetes, csi, certManager } = toolchain;
  const definitions = [csi, kubernetes, certManager].flatMap((folder) => yamlFiles(join(folder, "crds")));
  const objects = yamlFiles(manifests).map((file) => fillIn(layout, readFileSync(file, "utf8")));
  const digest = digestOf(objects, definitions);
  const applied = join(layout.dir, "addons.digest");
  if (!existsSync(applied) || readFileSync(applied, "utf8") !== digest) {
    const crds = definitions.map((file) => readFileSync(file, "utf8"));
    await apply(layout, crds);
    await kubectl(layout, "wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
    await apply(layout, objects);
    writeFileSync(applied, digest);
  }
  await Promise.all(
    WORKLOADS.map(([namespace, workload]) =>
      kubectl(layout, "rollout", "status", workload, "-n", namespace, "--timeout=180s"),
    ),
  );
  const trusted = "jsonpath={.webhooks[0].clientConfig.caBundle}";
  await kubectl(layout, "wait", `--for=${trusted}`, ...WEBHOOKS, "--timeout=60s");
}

async function apply(layout: ClusterLayout, documents: readonly string[]): Promise<void> {
  const args = ["apply", "--server-side", "--force-conflicts", "-f", "-"];
  await run("kubectl", ["--kubeconfig", layout.kubeconfig, ...args], { input: documents.join("\n---\n") });
}

function yamlFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml") && !file.endsWith("kustomization.yaml"))
    .sort()
    .map((file) => join(dir, file));
}

/** The only two things in the manifests that differ from cluster to cluster. */
const fillIn = (layout: ClusterLayout, text: string): string =>
  text.replaceAll("$" + "{DNS_IP}", layout.dnsIp).replaceAll("$" + "{LB_RANGE}", layout.loadBalancerRange);

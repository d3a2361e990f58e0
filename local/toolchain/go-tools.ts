/** The tools that are built from Go modules: what each module yields, and how. */
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch } from "node:os";
import { dirname, join } from "node:path";
import { cached, cachePath, digestOf } from "../support/cache";
import { run } from "../support/run";
import { VERSIONS } from "./versions";

/** A Go module of ours (a folder below go/) and the binaries it yields. */
export interface GoModule {
  /** Names its results in the cache. */
  readonly name: string;
  readonly folder: string;
  /** For the progress report. */
  readonly yields: string;
  readonly binaries: readonly GoBinary[];
  /** Files of other modules to copy beside the binaries: the definitions of custom resources. */
  readonly copies?: readonly ModuleFile[];
  /** Done in the module's folder before the binaries are built. */
  readonly prepare?: (folder: string) => Promise<void>;
}

interface GoBinary {
  /** Its file, relative to the results. */
  readonly name: string;
  /** Import path, or a path relative to the module. */
  readonly main: string;
  /** `-X` settings of the linker. @default none */
  readonly set?: Readonly<Record<string, string>>;
}

interface ModuleFile {
  readonly module: string;
  /** A file or folder in it. */
  readonly path: string;
  /** Where it goes, relative to the binaries. */
  readonly to: string;
  /** Whether lines with a Helm template in them are left out. @default false */
  readonly dropTemplates?: boolean;
}

const kubernetesVersion = (pkg: string): Record<string, string> => ({
  [`${pkg}.gitVersion`]: `v${VERSIONS.kubernetes}`,
  [`${pkg}.gitMajor`]: "1",
  [`${pkg}.gitMinor`]: VERSIONS.kubernetes.split(".")[1] ?? "",
  [`${pkg}.gitTreeState`]: "archive",
  [`${pkg}.gitCommit`]: "module",
  [`${pkg}.buildDate`]: "1970-01-01T00:00:00Z",
});

const kubernetesSettings = {
  ...kubernetesVersion("k8s.io/component-base/version"),
  ...kubernetesVersion("k8s.io/client-go/pkg/version"),
};

/** The daemons of the local cluster, and what runs in it. */
export const KUBERNETES: GoModule = {
  name: "kubernetes",
  folder: "kubernetes",
  yields: "Kubernetes, etcd, CoreDNS, MetalLB",
  binaries: [
    { name: "hyperkube", main: "./hyperkube", set: kubernetesSettings },
    { name: "etcd", main: "go.etcd.io/etcd/server/v3" },
    { name: "coredns", main: "./coredns" },
    { name: "metallb-controller", main: "go.universe.tf/metallb/controller" },
    { name: "metallb-speaker", main: "go.universe.tf/metallb/speaker" },
  ],
  copies: [{ module: "go.universe.tf/metallb", path: "config/crd/bases", to: "crds/metallb" }],
};

/** kubectl, for machines that have none. */
export const KUBECTL: GoModule = {
  name: "kubectl",
  folder: "kubernetes",
  yields: "kubectl",
  binaries: [{ name: "bin/kubectl", main: "k8s.io/kubernetes/cmd/kubectl", set: kubernetesSettings }],
};

/** The volume driver of the local cluster and the standard containers that accompany one. */
export const CSI: GoModule = {
  name: "csi",
  folder: "csi",
  yields: "the volume driver and its sidecars",
  binaries: [
    { name: "hostcsi", main: "./hostcsi" },
    { name: "csi-provisioner", main: "github.com/kubernetes-csi/external-provisioner/v6/cmd/csi-provisioner" },
    { name: "csi-resizer", main: "github.com/kubernetes-csi/external-resizer/cmd/csi-resizer" },
    { name: "csi-snapshotter", main: "github.com/kubernetes-csi/external-snapshotter/v8/cmd/csi-snapshotter" },
    { name: "snapshot-controller", main: "github.com/kubernetes-csi/external-snapshotter/v8/cmd/snapshot-controller" },
  ],
  copies: [
    { module: "github.com/kubernetes-csi/external-snapshotter/client/v8", path: "config/crd", to: "crds/snapshots" },
  ],
};

const certManager = (program: string): GoBinary => ({
  name: `cert-manager-${program}`,
  main: `github.com/cert-manager/cert-manager/cmd/${program}`,
  set: { "github.com/cert-manager/cert-manager/pkg/util.AppVersion": `v${VERSIONS.certManager}` },
});

/** cert-manager, which issues the certificates of the platform. */
export const CERT_MANAGER: GoModule = {
  name: "cert-manager",
  folder: "cert-manager",
  yields: "cert-manager",
  binaries: ["controller", "cainjector", "webhook"].map(certManager),
  copies: [
    // Its chart's own files: but for labels, which nothing here reads, they are plain definitions.
    {
      module: "github.com/cert-manager/cert-manager",
      path: "deploy/crds",
      to: "crds/cert-manager",
      dropTemplates: true,
    },
  ],
};

const pulumiCli = (version: string): GoBinary => ({
  name: "bin/pulumi",
  main: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  set: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${version}` },
});

/** The Pulumi CLI, its language host, and the two bridged providers. */
export const PULUMI: GoModule = {
  name: "pulumi",
  folder: "pulumi",
  yields: "the Pulumi CLI, its Node.js host, the Kafka and random providers",
  prepare: async (folder) => {
    const { kafka, random } = VERSIONS.plugins;
    await go(folder, "run", "./schemagen", `-kafka=${kafka}`, `-random=${random}`);
  },
  binaries: [
    pulumiCli(VERSIONS.pulumi),
    { name: "bin/pulumi-language-nodejs", main: "./language-nodejs", set: { "main.version": VERSIONS.pulumi } },
    {
      name: "plugins/pulumi-resource-kafka",
      main: "./resource-kafka",
      set: { "main.version": VERSIONS.plugins.kafka },
    },
    {
      name: "plugins/pulumi-resource-random",
      main: "./resource-random",
      set: { "main.version": VERSIONS.plugins.random },
    },
  ],
};

/** Terraform, by itself: its modules go with no newer ones. */
export const TERRAFORM: GoModule = {
  name: "terraform",
  folder: "terraform",
  yields: "Terraform",
  binaries: [{ name: "terraform", main: "github.com/hashicorp/terraform" }],
};

/** What else benchmarks are measured beside: the provider that ours is bridged from, for Terraform, and topicctl. */
export const PEERS: GoModule = {
  name: "peers",
  folder: "peers",
  yields: "Terraform's Kafka provider, topicctl",
  binaries: [
    { name: "terraform-provider-kafka", main: "github.com/Mongey/terraform-provider-kafka" },
    { name: "topicctl", main: "github.com/segmentio/topicctl/cmd/topicctl" },
  ],
};

/** A Pulumi that can judge a stack's state by policies, which the one above cannot. */
export const NEWER_PULUMI: GoModule = {
  name: "newer-pulumi",
  folder: "newer-pulumi",
  yields: "a newer Pulumi",
  binaries: [pulumiCli(VERSIONS.newerPulumi)],
};

/** What checks the project's workflows. */
export const LINTERS: GoModule = {
  name: "linters",
  folder: "linters",
  yields: "actionlint",
  binaries: [{ name: "actionlint", main: "github.com/rhysd/actionlint/cmd/actionlint" }],
};

const KUBERNETES_PROVIDER_MODULE = "github.com/pulumi/pulumi-kubernetes/provider/v4";

/** The Kubernetes provider: the largest build by far. */
export const KUBERNETES_PROVIDER: GoModule = {
  name: "kubernetes-provider",
  folder: "kubernetes-provider",
  yields: "the Kubernetes provider",
  prepare: async (folder) => {
    const upstream = join(await moduleDir(folder, KUBERNETES_PROVIDER_MODULE), "cmd/pulumi-resource-kubernetes");
    for (const file of ["schema.json", "terraform-mapping.json"]) {
      cpSync(join(upstream, file), join(folder, file));
      chmodSync(join(folder, file), 0o644); // the module cache is read-only
    }
  },
  binaries: [
    { name: "plugins/pulumi-resource-kubernetes", main: ".", set: { "main.version": VERSIONS.plugins.kubernetes } },
  ],
};

const sources = (module: GoModule): string => join(__dirname, "go", module.folder);

/** What is made of a module depends on its tracked files and on the build lines, not on where the clone stands. */
function digest(module: GoModule): string {
  const recipe = JSON.stringify([module.binaries, module.copies ?? [], arch()]);
  const generated = new Set(["schema.json", "terraform-mapping.json"]);
  return digestOf([recipe], [sources(module)], (file) => !generated.has(file));
}

const cacheName = (module: GoModule): string => `tools/${module.name}`;

/** Where a module's binaries are kept, whether they are there or not. */
const binariesOf = (module: GoModule): string => cachePath(cacheName(module), digest(module));

/** Whether a module's binaries are there. */
export const isBuilt = (module: GoModule): boolean => existsSync(binariesOf(module));

/** Fetches a module's sources, verified against its go.sum. */
export async function download(module: GoModule): Promise<void> {
  await go(sources(module), "mod", "download");
}

/**
 * Builds a module's binaries, unless the cache has them.
 *
 * The sources are copied first, so that generated files never show in the work tree and two builds do not meet.
 *
 * @returns the folder that holds them
 */
export function build(module: GoModule): Promise<string> {
  return cached(cacheName(module), digest(module), async (dir) => {
    const work = join(dir, "src");
    cpSync(sources(module), work, { recursive: true });
    await module.prepare?.(work);
    for (const { name, main, set = {} } of module.binaries) {
      const settings = Object.entries(set).map(([key, value]) => `-X ${key}=${value}`);
      const linker = ["-s", "-w", ...settings].join(" ");
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      await go(work, "build", "-trimpath", "-ldflags", linker, "-o", join(dir, name), main);
    }
    for (const { module: from, path, to, dropTemplates = false } of module.copies ?? []) {
      copyManifests(join(await moduleDir(work, from), path), join(dir, to), dropTemplates);
    }
    rmSync(work, { recursive: true });
  });
}

function copyManifests(from: string, to: string, dropTemplates: boolean): void {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from).filter((name) => name.endsWith(".yaml"))) {
    const content = readFileSync(join(from, file), "utf8");
    writeFileSync(join(to, file), dropTemplates ? withoutTemplateLines(content) : content);
  }
}

/** A text without the lines that have a Helm template in them. */
export const withoutTemplateLines = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !line.includes("{{"))
    .join("\n");

const go = (cwd: string, ...args: string[]): Promise<string> =>
  run("go", args, { cwd, env: { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOTOOLCHAIN: "auto" } });

const moduleDir = async (cwd: string, module: string): Promise<string> =>
  (await go(cwd, "list", "-m", "-f", "{{.Dir}}", module)).trim();

/** Every version that the tool set is built from and that is not stated by a go.mod or package.json. */
export const VERSIONS = {
  /** The CLI; its Go modules are pinned in go/pulumi/go.mod. */
  pulumi: "3.228.0",
  /** The oldest installed CLI that will do. */
  pulumiAtLeast: "3.228.0",
  /** Of the CLI alone: what judges a stack's state by policies takes 3.229, and what is bridged is of {@link pulumi}. */
  newerPulumi: "3.232.0",
  kubernetes: "1.34.4",
  /** The oldest installed kubectl that will do: what is called here is older than it. */
  kubectlAtLeast: "1.32.0",
  /** `go` fetches the toolchain that a go.mod asks for by itself from this version on. */
  goAtLeast: "1.21.0",
  /** The newest release whose programs are in its root module, and so can be built from go/cert-manager/go.mod. */
  certManager: "1.11.5",
  /** Releases of the npm packages and of the plugins alike. */
  plugins: {
    kafka: "3.13.2",
    random: "4.21.2",
    kubernetes: "4.25.0",
  },
} as const;

/** Whether version `found` ("1.34.4", "v3.228.0-dev") is `atLeast` or newer, by its three numbers. */
export function fits(found: string, atLeast: string): boolean {
  const numbers = (version: string) => (version.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  const [a, b] = [numbers(found), numbers(atLeast)];
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return a.length > 0;
}

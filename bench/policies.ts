import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { step } from "../local/support/progress";
import { run } from "../local/support/run";
import { repository, toolchain } from "../tests/support/test-platform";
import { median, type Outcome } from "./outcome";

const sizes = [100, 1_000] as const;
const rounds = 5;

/** What the pack may add to a preview, in seconds of CPU time: once, and for each resource. */
const atMost = { once: 1.5, each: 0.002 } as const;

// Topics, rules and pods in the proportions of a platform with many applications. Nothing of it is ever asked or made.
const program = `
const kafka = require("@pulumi/kafka");
const k8s = require("@pulumi/kubernetes");
const provider = new kafka.Provider("kafka", {
  bootstrapServers: ["127.0.0.1:1"], kafkaVersion: "4.2.0", tlsEnabled: true, skipTlsVerify: false,
  saslMechanism: "plain", saslUsername: "", saslPassword: "",
});
const rendered = new k8s.Provider("rendered", { renderYamlToDirectory: "rendered" });
const config = {
  "cleanup.policy": "delete", "min.insync.replicas": "2", "retention.ms": "86400000", "retention.bytes": "1048576",
};
const pod = (name) => ({
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [{
    name, image: "localhost/client:1", resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "64Mi" } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, readOnlyRootFilesystem: true },
  }],
});
for (let i = 0; i < Number(process.env.RESOURCES) - 3; i++) {
  const name = "bench-" + i;
  if (i % 10 < 4) {
    new kafka.Topic(name, { name: "bench." + i, partitions: 3, replicationFactor: 3, config }, { provider, protect: true });
  } else if (i % 10 < 9) {
    new kafka.Acl(name, {
      aclPrincipal: "User:\\u00a7CN=bench", aclHost: "*", aclOperation: "Read", aclPermissionType: "Allow",
      aclResourceType: "Topic", aclResourceName: "bench.", resourcePatternTypeFilter: "Prefixed",
    }, { provider, deleteBeforeReplace: true });
  } else {
    const labels = { app: name };
    new k8s.apps.v1.Deployment(name, {
      metadata: { namespace: "bench", name },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod(name) } },
    }, { provider: rendered });
  }
}
`;

const config = {
  "topic-owner": { enforcementLevel: "mandatory", owner: "bench" },
  "kubernetes-images-by-digest": { enforcementLevel: "mandatory", required: false },
};

/**
 * What the policy pack adds to a preview in CPU time, in turns with the same preview without it, on programs of 100 and of
 * 1,000 resources that keep to every rule.
 *
 * @returns medians in seconds, and what the pack may add
 */
export async function policies(): Promise<Outcome> {
  const { pulumi } = await toolchain();
  await step("The policy pack", () => run("npm", ["run", "--silent", "build", "-w", "policy"], { cwd: repository }));
  const dir = mkdtempSync(join(tmpdir(), "kafka-platform-bench-"));
  try {
    mkdirSync(join(dir, "state"));
    writeFileSync(join(dir, "Pulumi.yaml"), "name: bench\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(join(dir, "index.js"), program);
    writeFileSync(join(dir, "config.json"), JSON.stringify(config));
    symlinkSync(join(repository, "node_modules"), join(dir, "node_modules"));
    const env = { ...pulumi, PULUMI_BACKEND_URL: `file://${join(dir, "state")}`, PULUMI_CONFIG_PASSPHRASE: "bench" };
    await run("pulumi", ["-C", dir, "stack", "init", "bench"], { env });
    const figures: Record<number, Measured> = {};
    for (const size of sizes) {
      figures[size] = await measure(dir, { ...env, RESOURCES: String(size) }, size);
    }
    const within = sizes.every((size) => (figures[size]?.added ?? Number.NaN) <= atMost.once + atMost.each * size);
    return { figures: { rounds, atMost, cpuSeconds: figures }, within };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

interface Measured {
  readonly without: number;
  readonly with: number;
  readonly added: number;
}

async function measure(dir: string, env: Readonly<Record<string, string>>, size: number): Promise<Measured> {
  const pack = `--policy-pack ${join(repository, "policy")} --policy-pack-config ${join(dir, "config.json")}`;
  const [bare, judged]: [number[], number[]] = [[], []];
  await step(`${size} resources, ${rounds} previews with the pack and ${rounds} without`, async () => {
    await cpuTime(dir, env, ""); // what is read for the first time is read from a disk
    for (let round = 0; round < rounds; round++) {
      bare.push(await cpuTime(dir, env, ""));
      judged.push(await cpuTime(dir, env, pack));
    }
  });
  const added = median(judged.map((seconds, round) => seconds - (bare[round] ?? Number.NaN)));
  return { without: median(bare), with: median(judged), added };
}

/** The CPU time of a preview and of all that it starts, in seconds; fails as the preview does. */
async function cpuTime(dir: string, env: Readonly<Record<string, string>>, options: string): Promise<number> {
  const timed = `TIMEFORMAT='cpu %U %S'; { time pulumi preview --non-interactive --stack bench ${options} 2>&1; } 2>&1`;
  const said = await run("bash", ["-o", "pipefail", "-c", timed], { cwd: dir, env });
  const [, user, system] = /^cpu (\S+) (\S+)$/m.exec(said) ?? [];
  return Number(user) + Number(system);
}

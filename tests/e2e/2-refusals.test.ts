import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kube, layout, type Outcome, testStack, tryPulumi, withChangedProgram } from "../support/test-platform";

/** A refusal is no crash, says all of this, and comes before anything is touched. */
function assertRefused({ exitCode, output }: Outcome, ...expected: RegExp[]): void {
  assert.notEqual(exitCode, 0, output);
  for (const pattern of expected) {
    assert.match(output, pattern);
  }
  assert.doesNotMatch(output, /^\s+at .*\.ts:\d+/m, "no stack trace");
  assert.doesNotMatch(output, /(creating|updating|deleting|replacing) \(/);
}

const up = async (program?: string) => tryPulumi(await testStack(program), "up", "--yes", "--skip-preview");

/** Runs `pulumi up` with a changed copy of the test cluster's kubeconfig. */
async function upWithKubeconfig(change: (text: string) => string): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), "kafka-platform-"));
  try {
    const kubeconfig = join(dir, "kubeconfig");
    writeFileSync(kubeconfig, change(readFileSync(layout().kubeconfig, "utf8")), { mode: 0o600 });
    const stack = await testStack();
    const changed = { ...stack, env: { ...stack.env, KUBECONFIG: kubeconfig } };
    return await tryPulumi(changed, "up", "--yes", "--skip-preview");
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe("mistakes in settings and catalog", () => {
  it("come in one report, each with its place, the rule, what was found and the remedy", async () => {
    const settings = (text: string) =>
      `${text.replace("networkThreads: 3", "networkThreads: 0\n    colour: blue")}  kafka-platform:kafak: {}\n`;
    const catalog = (text: string) =>
      text.replace(`"crm.updates": events("Customer updates", 12)`, `"crm updates": events("Customer updates", 0)`);
    const changes = { "Pulumi.dev.yaml": settings, "catalog/topics.ts": catalog };
    await withChangedProgram(changes, async (program) => {
      assertRefused(await up(program), /networkThreads/, /colour/, /kafak/, /crm updates/, /partitions/);
    });
  });
});

describe("a cluster that cannot carry the platform", () => {
  it("is refused when a node takes no pods, with the number that is missing", async () => {
    await kube("cordon", "node-3");
    try {
      assertRefused(await up(), /node/, /uncordon|schedul/);
    } finally {
      await kube("uncordon", "node-3");
    }
  });

  it("is refused when its StorageClass cannot expand volumes", async () => {
    const expandable = (value: boolean) =>
      kube("patch", "storageclass", "hostcsi", "-p", JSON.stringify({ allowVolumeExpansion: value }));
    await expandable(false);
    try {
      assertRefused(await up(), /hostcsi/, /allowVolumeExpansion/);
    } finally {
      await expandable(true);
    }
  });

  it("is refused when another Service has one of the brokers' ports", async () => {
    const settings = (text: string) => text.replace("nodePortBase: 31090", "nodePortBase: 31190");
    await kube("create", "service", "nodeport", "taker", "-n", "default", "--tcp=80", "--node-port=31191");
    try {
      await withChangedProgram({ "Pulumi.dev.yaml": settings }, async (program) => {
        assertRefused(await up(program), /31191/, /taker/);
      });
    } finally {
      await kube("delete", "service", "taker", "-n", "default");
    }
  });

  it("is refused when the namespace is somebody else's, and when things in it are", async () => {
    const elsewhere = (text: string) => `${text}  kafka-platform:kubernetes: { namespace: taken }\n`;
    await kube("create", "namespace", "taken");
    try {
      await withChangedProgram({ "Pulumi.dev.yaml": elsewhere }, async (program) => {
        assertRefused(await up(program), /namespace taken exists/, /kubectl label/);
        await kube("label", "namespace", "taken", "kafka-platform/stack=kafka-platform.dev");
        await kube("create", "service", "clusterip", "kafka", "-n", "taken", "--tcp=9092");
        assertRefused(await up(program), /Service kafka/, /did not make/);
      });
    } finally {
      await kube("delete", "namespace", "taken");
    }
  });

  it("is refused a change that its data does not allow, all of it in one report", async () => {
    const settings = (text: string) =>
      text.replace("size: 2Gi", "size: 1Gi").replace(`metadataVersion: "4.2"`, `metadataVersion: "4.1"`);
    await withChangedProgram({ "Pulumi.dev.yaml": settings }, async (program) => {
      assertRefused(await up(program), /storage\.size/, /metadataVersion/);
    });
  });

  it("is refused when its kubeconfig does not answer", async () => {
    const nobody = (text: string) => text.replace(layout().controlPlane.ip, "127.0.0.1");
    assertRefused(await upWithKubeconfig(nobody), /127\.0\.0\.1:6443/, /kubeconfig/);
  });

  it("is refused to somebody who may not look at it", async () => {
    const anonymous = (text: string) =>
      text.replace(/"client-certificate-data": "[^"]*",\s*"client-key-data": "[^"]*"/, "");
    assertRefused(await upWithKubeconfig(anonymous), /may not|forbidden|Unauthorized/i);
  });
});

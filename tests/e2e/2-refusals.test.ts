import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../local/support/run";
import { withState } from "../support/state-file";
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

/** Makes what somebody else might have made by the platform's names: a StatefulSet without pods, a Service, a claim. */
async function plant(namespace: string): Promise<void> {
  const labels = { app: "kafka" };
  const objects = [
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "kafka", namespace },
      spec: {
        replicas: 0,
        serviceName: "kafka",
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: "kafka", image: "nobody/kafka:1" }] } },
      },
    },
    { apiVersion: "v1", kind: "Service", metadata: { name: "kafka", namespace }, spec: { ports: [{ port: 9092 }] } },
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data-kafka-0", namespace, labels },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    },
  ];
  const manifest = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
  await run("kubectl", ["--kubeconfig", layout().kubeconfig, "create", "-f", "-"], { input: manifest });
}

describe("mistakes in settings and catalog", () => {
  it("come in one report, each with its place, the rule, what was found and the remedy", async () => {
    const settings = (text: string) =>
      `${text.replace("networkThreads: 3", "networkThreads: 0\n    colour: blue")}  kafka-platform:kafak: {}\n`;
    const catalog = (text: string) =>
      text.replace('"crm.updates": standard({', '"crm updates": standard({\n    partition: 0,');
    const applications = (text: string) =>
      text
        .replace('groups: ["voicecore-consumers"]', 'groups: ["*"]')
        .replace("> = {", '> = {\n  "voicecore-producer": undefined as never,');
    const waivers = (text: string) =>
      text.replace(
        "= []",
        '= [{ topic: "x", allows: "removal", owner: "x", reason: "long enough", expires: "2020-01-01" }]',
      );
    const changes = {
      "Pulumi.dev.yaml": settings,
      "catalog/topics.ts": catalog,
      "catalog/applications.ts": applications,
      "catalog/waivers.ts": waivers,
    };
    await withChangedProgram(changes, async (program) => {
      assertRefused(
        await up(program),
        ...[
          /networkThreads/,
          /colour/,
          /kafak/,
          /topics\["crm updates"\]: must have a name/,
          /\.partition: is not a setting/,
        ],
        ...[
          /produces\[2\]: must be a topic of catalog\/topics\.ts, .*; found "crm\.updates"/,
          /\.groups: must be a list/,
        ],
        /applications\["voicecore-producer"\]: must be there once; found "on lines \d+ and \d+"/,
        /waivers\[0\]\.expires: is over/,
      );
    });
  });
});

describe("a cluster that cannot carry the platform", () => {
  it("is refused for a new platform when a node takes no pods, and refuses nothing to one that is there", async () => {
    const elsewhere = (text: string) => `${text}  kafka-platform:kubernetes: { namespace: elsewhere }\n`;
    await kube("cordon", "node-3");
    try {
      await withChangedProgram({ "Pulumi.dev.yaml": elsewhere }, async (program) => {
        assertRefused(await up(program), /3 nodes must each have room .* only 2 of 3 .*node-3 is cordoned/, /uncordon/);
      });
      const { exitCode, output } = await tryPulumi(await testStack(), "preview");
      assert.equal(exitCode, 0, output);
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
        await plant("taken");
        assertRefused(
          await up(program),
          /did not make: StatefulSet kafka, Service kafka\./,
          /did not make: data-kafka-0\./,
          /kubectl -n taken annotate persistentvolumeclaims data-kafka-0 /,
        );
      });
    } finally {
      await kube("delete", "namespace", "taken");
    }
  });

  it("is refused when an application's namespace is not there, or its Secret is somebody else's", async () => {
    const moved = (namespace: string) => ({
      "catalog/applications.ts": (text: string) => text.replace('namespace: "voicecore"', `namespace: "${namespace}"`),
    });
    await withChangedProgram(moved("nowhere"), async (program) => {
      assertRefused(
        await up(program),
        /There is no namespace nowhere, .* of voicecore-producer/,
        /kubectl create namespace/,
      );
    });
    await kube("create", "secret", "generic", "voicecore-producer-kafka", "-n", "default");
    try {
      await withChangedProgram(moved("default"), async (program) => {
        assertRefused(await up(program), /this stack did not make.*: default\/voicecore-producer-kafka\./);
      });
    } finally {
      await kube("delete", "secret", "voicecore-producer-kafka", "-n", "default");
    }
  });

  it("is refused a change that its data does not allow, all of it in one report, with the mistakes in settings", async () => {
    const change = (text: string) =>
      text.replace("size: 2Gi", "size: 1Gi").replace(`metadataVersion: "4.2"`, `metadataVersion: "4.1"`);
    const mistaken = (text: string) => change(text).replace("networkThreads: 3", "networkThreads: 0");
    const impossible = [
      /storage\.size is 1Gi: volumes never shrink/,
      /kraft\.metadataVersion is 4\.1: it never goes back/,
    ];
    await withChangedProgram({ "Pulumi.dev.yaml": change }, async (program) => {
      assertRefused(await up(program), ...impossible);
    });
    await withChangedProgram({ "Pulumi.dev.yaml": mistaken }, async (program) => {
      const preview = await tryPulumi(await testStack(program), "preview");
      assertRefused(preview, /networkThreads: must be /, ...impossible);
    });
  });

  it("is refused when it is not the one that the stack was deployed to, before a change touches it", async () => {
    const slower = { "Pulumi.dev.yaml": (text: string) => text.replace("networkThreads: 3", "networkThreads: 2") };
    const uid = await kube("get", "namespace", "kafka", "-o", "jsonpath={.metadata.uid}");
    const { output: clusterId } = await tryPulumi(await testStack(), "stack", "output", "clusterId");
    const remembered = [
      { id: uid, other: "11111111-2222-3333-4444-555555555555", refusal: /This is not the Kubernetes cluster that/ },
      {
        id: clusterId.trim(),
        other: "AAAAAAAAAAAAAAAAAAAAAA",
        refusal: /The brokers here belong to the Kafka cluster/,
      },
    ];
    await withChangedProgram(slower, async (program) => {
      for (const { id, other, refusal } of remembered) {
        await withState(
          (text) => text.replaceAll(id, other),
          async () => assertRefused(await up(program), refusal, /Point KUBECONFIG, or kubernetes\.context/),
        );
      }
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

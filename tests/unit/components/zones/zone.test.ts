import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zoneFiles } from "../../../../components/zones/zone-reader";

// A pod's files in a folder, and a "curl" that notes how it was called and answers as the API would: what the script
// does with an answer. That the API gives this one is for a real cluster to show.
let pod: string;

const label = "topology.kubernetes.io/zone";

const node = (labels: object, annotations: object = {}) => ({
  kind: "PartialObjectMetadata",
  metadata: {
    name: "node-1",
    labels,
    annotations,
    managedFields: [{ manager: "kubelet", fieldsV1: { "f:metadata": { "f:labels": { [`f:${label}`]: {} } } } }],
  },
});

function run(answer: object, environment: Record<string, string> = {}) {
  writeFileSync(join(pod, "answer"), JSON.stringify(answer, null, 2));
  return spawnSync("sh", [join(pod, "zone.sh"), join(pod, "out/zone")], {
    encoding: "utf8",
    env: {
      PATH: `${pod}:${process.env.PATH}`,
      POD: pod,
      STATUS: "200",
      EXIT: "0",
      CREDENTIALS: join(pod, "credentials"),
      NODE_NAME: "node-1",
      KUBERNETES_SERVICE_HOST: "10.96.0.1",
      KUBERNETES_SERVICE_PORT: "443",
      ...environment,
    },
  });
}

const call = () => readFileSync(join(pod, "arguments"), "utf8").trimEnd().split("\n");
const written = () => readFileSync(join(pod, "out/zone"), "utf8");

describe("zone.sh", () => {
  beforeEach(() => {
    pod = mkdtempSync(join(tmpdir(), "pod-"));
    const write = (path: string, text: string) => writeFileSync(join(pod, path), text, { mode: 0o755 });
    for (const folder of ["credentials", "out"]) {
      spawnSync("mkdir", [join(pod, folder)]);
    }
    write("zone.sh", zoneFiles["zone.sh"] ?? "");
    write("credentials/token", "abc.def-ghi_jkl");
    write(
      "curl",
      [
        "#!/bin/sh",
        'for a; do printf "%s\\n" "$a"; done >"$POD/arguments"',
        'env >"$POD/environment"; cat >"$POD/config"',
        'while [ "$1" != --output ]; do shift; done',
        'cp "$POD/answer" "$2"; printf "%s" "$STATUS"; exit "$EXIT"',
      ].join("\n"),
    );
  });

  afterEach(() => rmSync(pod, { recursive: true }));

  it("writes the zone of the pod's node, and nothing else stays behind", () => {
    const { status, stderr } = run(node({ "kubernetes.io/hostname": "node-1", [label]: "zone-1", other: "x" }));
    assert.equal(status, 0, stderr);
    assert.equal(written(), "zone-1\n");
    assert.deepEqual(readdirSync(join(pod, "out")), ["zone"]);
  });

  it("asks for its own node, at the API that it trusts", () => {
    run(node({ [label]: "zone-1" }));
    assert.equal(call().at(-1), "https://10.96.0.1:443/api/v1/nodes/node-1?pretty=true");
    assert.equal(call()[call().indexOf("--cacert") + 1], join(pod, "credentials/ca.crt"));
    assert.ok(!call().includes("--insecure") && !call().includes("-k"));
  });

  it("puts brackets around an IPv6 address of the API", () => {
    run(node({ [label]: "zone-1" }), { KUBERNETES_SERVICE_HOST: "fd00::1" });
    assert.equal(call().at(-1), "https://[fd00::1]:443/api/v1/nodes/node-1?pretty=true");
  });

  it("shows the token to the API alone: no argument and no variable has it", () => {
    run(node({ [label]: "zone-1" }));
    assert.equal(readFileSync(join(pod, "config"), "utf8").trim(), 'header = "Authorization: Bearer abc.def-ghi_jkl"');
    assert.ok(!call().join().includes("abc.def"));
    assert.ok(!readFileSync(join(pod, "environment"), "utf8").includes("abc.def"));
  });

  it("takes nothing for the node's zone but its label", () => {
    for (const annotations of [{ [label]: "wrong" }, { applied: JSON.stringify({ labels: { [label]: "wrong" } }) }]) {
      assert.equal(run(node({ [label]: "zone-2" }, annotations)).status, 0);
      assert.equal(written(), "zone-2\n");
      assert.equal(run(node({ a: "b" }, annotations)).status, 1);
    }
  });

  it("fails where the node has no zone, and says which label is missing where", () => {
    for (const labels of [{}, { a: "b" }, { [label]: "" }]) {
      const { status, stderr } = run(node(labels));
      assert.equal(status, 1);
      assert.match(
        stderr,
        /^The node node-1 has no label topology\.kubernetes\.io\/zone, and this stack has zones\. Label /,
      );
      assert.equal(existsSync(join(pod, "out/zone")), false);
    }
  });

  it("fails with the API's answer where it may not ask", () => {
    const { status, stderr } = run({ kind: "Status", code: 403 }, { STATUS: "403" });
    assert.equal(status, 1);
    assert.match(stderr, /does not show the node node-1: it answers 403\. The pod's service account has to be allowed/);
    assert.equal(existsSync(join(pod, "out/zone")), false);
  });

  it("fails where the API gives no answer", () => {
    assert.notEqual(run(node({ [label]: "zone-1" }), { STATUS: "000", EXIT: "7" }).status, 0);
    assert.equal(existsSync(join(pod, "out/zone")), false);
  });
});

import { strict as assert } from "node:assert";
import { run } from "../../local/support/run";
import { waitFor } from "../../local/support/wait";
import { kube, kubeJson, layout } from "../support/test-platform";

const MINUTES = 60_000;
const NAMESPACE = "cluster-test";

/** A pod that keeps a volume mounted. */
const pod = (name: string, claim: string, command: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: NAMESPACE, labels: { app: name } },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: "main",
        image: "localhost/tools:1",
        imagePullPolicy: "IfNotPresent",
        command: ["sh", "-c", `${command}; exec sleep infinity`],
        volumeMounts: [{ name: "data", mountPath: "/data" }],
      },
    ],
    volumes: [{ name: "data", persistentVolumeClaim: { claimName: claim } }],
  },
});

const claim = (name: string, size: string, dataSource?: object) => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name, namespace: NAMESPACE },
  spec: {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: size } },
    ...(dataSource ? { dataSource } : {}),
  },
});

const apply = (...objects: object[]) =>
  run("kubectl", ["--kubeconfig", layout().kubeconfig, "apply", "-f", "-"], {
    input: JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }),
  });

const inPod = (name: string, command: string) => kube("exec", name, "-n", NAMESPACE, "--", "sh", "-c", command);
const running = (name: string) =>
  kube("wait", "--for=condition=Ready", `pod/${name}`, "-n", NAMESPACE, "--timeout=120s");
/** The size of the file system that a pod sees, in MiB. */
const sizeIn = async (name: string) => Number((await inPod(name, "df -m /data | tail -1 | awk '{print $2}'")).trim());

describe("the local cluster", () => {
  before(async () => {
    await kube("create", "namespace", NAMESPACE);
  });

  after(async () => {
    await kube("delete", "volumesnapshot", "--all", "-n", NAMESPACE, "--timeout=60s");
    await kube("delete", "namespace", NAMESPACE, "--timeout=120s");
  });

  it("gives a volume the size that was asked for, and refuses to hold more", async () => {
    await apply(claim("data", "512Mi"), pod("writer", "data", "echo kept > /data/file && sync"));
    await running("writer");
    const size = await sizeIn("writer");
    assert.ok(size > 400 && size <= 512, `${size} MiB`);
    await assert.rejects(inPod("writer", "dd if=/dev/zero of=/data/big bs=1M count=600"), /No space left/);
    await inPod("writer", "rm /data/big");
  });

  it("restores a snapshot on another node", async () => {
    await apply({
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshot",
      metadata: { name: "snapshot", namespace: NAMESPACE },
      spec: { source: { persistentVolumeClaimName: "data" } },
    });
    const ready = "--for=jsonpath={.status.readyToUse}=true";
    await kube("wait", ready, "volumesnapshot/snapshot", "-n", NAMESPACE, "--timeout=120s");
    await inPod("writer", "echo overwritten > /data/file");
    const { spec } = await kubeJson<{ spec: { nodeName: string } }>("get", "pod", "writer", "-n", NAMESPACE);
    const other = spec.nodeName === "node-1" ? "node-2" : "node-1";
    const source = { apiGroup: "snapshot.storage.k8s.io", kind: "VolumeSnapshot", name: "snapshot" };
    const reader = pod("reader", "restored", "true");
    const pinned = { ...reader, spec: { ...reader.spec, nodeSelector: { "kubernetes.io/hostname": other } } };
    await apply(claim("restored", "512Mi", source), pinned);
    await running("reader");
    assert.equal((await inPod("reader", "cat /data/file")).trim(), "kept");
  });

  it("gives a Service of type LoadBalancer an address that answers", async () => {
    await inPod("writer", "mkdir -p /data/www && echo hello > /data/www/index.html");
    await inPod("writer", "busybox httpd -p 8080 -h /data/www");
    await apply({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web", namespace: NAMESPACE },
      spec: { type: "LoadBalancer", selector: { app: "writer" }, ports: [{ port: 80, targetPort: 8080 }] },
    });
    const address = await waitFor(
      "an address",
      async () =>
        (await kube("get", "service", "web", "-n", NAMESPACE, "-o", "jsonpath={.status.loadBalancer.ingress[0].ip}")) ||
        undefined,
      { timeoutMs: MINUTES },
    );
    const page = await waitFor("an answer", async () => (await fetch(`http://${address}/`)).text(), {
      timeoutMs: MINUTES,
    });
    assert.equal(page.trim(), "hello");
  });

  it("resolves the names of Services in pods", async () => {
    const found = await inPod("writer", "getent hosts kafka.kafka.svc.cluster.local");
    assert.match(found, /10\.\d+\.\d+\.\d+/);
  });
});

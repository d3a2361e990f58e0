import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { preflight } from "../../../components/gates/preflight";
import { needs } from "../../unit/components/gates/preflight/example";
import { selfSigned } from "../../unit/components/gates/self-signed";
import { type Answers, withKubernetesApi } from "../kubernetes-api";

const node = (name: string) => ({
  metadata: { name, labels: {} },
  spec: {},
  status: {
    addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
    allocatable: { cpu: "4", memory: "8Gi" },
    conditions: [{ type: "Ready", status: "True" }],
  },
});
const note = { name: "METADATA_VERSION", valueFrom: { configMapKeyRef: { name: "note", key: "metadataVersion" } } };
const pod = (ready: boolean) => ({
  metadata: { name: "kafka-0", namespace: "kafka", labels: { app: "kafka" } },
  spec: { containers: [{ name: "kafka", env: [note] }] },
  status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
});

const { cert: authority, key } = selfSigned("DNS:a.example");
const encoded = (text: string) => Buffer.from(text).toString("base64");

/** A cluster that can take the platform, and has it; nobody listens where its EXTERNAL is. */
const silent =
  (nodePort: number, ready: boolean): Answers =>
  (path) => {
    const own = { namespace: "kafka", managedFields: [{ manager: "pulumi-kubernetes" }] };
    const coordination = { "kafka-platform/coordination": "kraft-combined" };
    const answers: Readonly<Record<string, object>> = {
      "/nodes": { items: ["h1", "h2", "h3"].map(node) },
      "/pods": { items: [pod(ready)] },
      "/statefulsets/kafka": {
        metadata: { ...own, name: "kafka", annotations: coordination },
        spec: { replicas: 3, template: { spec: { volumes: [{ name: "trust", configMap: { name: "trusted" } }] } } },
      },
      "/namespaces/shop": { metadata: {} },
      "/namespaces/kafka": { metadata: { labels: { "kafka-platform/stack": needs.stack } } },
      "/services/kafka-0-external": { spec: { type: "NodePort", ports: [{ port: 9094, nodePort }] } },
      "/configmaps/trusted": { data: { "ca.crt": authority } },
      "/secrets/kafka-ca-1": { data: { "tls.crt": encoded(authority) } },
      "/secrets/kafka-admin-tls": { data: { "tls.crt": encoded(authority), "tls.key": encoded(key) } },
      "/configmaps/note": { data: { metadataVersion: "4.2" } },
      "/storageclasses": {
        items: [
          {
            metadata: { name: "a", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
            allowVolumeExpansion: true,
          },
        ],
      },
      "/selfsubjectaccessreviews": { status: { allowed: true } },
      "/cert-manager.io/v1": { resources: [{ kind: "Certificate" }, { kind: "Issuer" }] },
      "/services": { items: [] },
      "/persistentvolumeclaims": { items: [] },
      "/csistoragecapacities": { items: [] },
    };
    const asked = path.split("?")[0] ?? "";
    return Object.entries(answers).find(([ending]) => asked.endsWith(ending))?.[1];
  };

describe("preflight, of a platform whose EXTERNAL is out of reach", () => {
  const warnings = async (ready: boolean) => {
    // A port that was free a moment ago refuses connections.
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const told: string[] = [];
    await withKubernetesApi(silent(port, ready), () =>
      preflight({ ...needs, bootstrap: () => ["127.0.0.1:31090"] }, async (text) => void told.push(text)),
    );
    return told;
  };

  it("goes on, since the change may be what mends it, and says what was tried", async () => {
    const [warning = "", ...others] = await warnings(true);
    assert.match(warning, /the brokers are Ready, and none answers from here \(at 127\.0\.0\.1:\d+: /);
    assert.deepEqual(others, []);
  });

  it("says nothing of brokers that are not Ready", async () => {
    assert.deepEqual(await warnings(false), []);
  });
});

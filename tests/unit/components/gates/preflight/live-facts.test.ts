import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { clusterFacts } from "../../../../../components/gates/preflight/observe";
import { selfSigned } from "../self-signed";
import { cluster, items, own, refused } from "./api";

const encoded = (text: string) => Buffer.from(text).toString("base64");
const [first, second] = [selfSigned("DNS:a.example"), selfSigned("DNS:kafka.kafka.svc.cluster.local")];

const set = {
  metadata: {
    name: "kafka",
    managedFields: [{ manager: "pulumi-kubernetes-1a2b" }],
    annotations: { "kafka-platform/coordination": "kraft-combined" },
  },
  spec: { replicas: 3, template: { spec: { volumes: [{ name: "trust", configMap: { name: "trusted" } }] } } },
};
const pod = (name: string, ready: boolean) => ({
  metadata: { name },
  spec: {
    containers: [
      {
        env: [
          { name: "CLUSTER_ID", value: "the-id" },
          { name: "METADATA_VERSION", valueFrom: { configMapKeyRef: { name: "note", key: "metadataVersion" } } },
        ],
      },
    ],
  },
  status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
});
const certificates: Readonly<Record<string, object>> = {
  "kafka-admin-tls": { data: { "tls.crt": encoded(first.cert), "tls.key": encoded(first.key) } },
  "kafka-ca-1": { data: { "tls.crt": encoded(first.cert) } },
};
const maps: Readonly<Record<string, object>> = {
  trusted: { data: { "ca.crt": first.cert } },
  both: { data: { "ca.crt": `${second.cert}${first.cert}` } },
  earlier: { data: { "ca.crt": selfSigned("DNS:a.example", first.key).cert } },
  note: { data: { metadataVersion: "4.1" } },
};
const oneOf = (objects: Readonly<Record<string, object>>) =>
  (async ({ name }: { name: string }) => objects[name] ?? refused(404)) as never;

describe("clusterFacts, of brokers that do not answer", () => {
  let port: number;

  before(async () => {
    // A port that was free a moment ago refuses connections.
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    port = (server.address() as AddressInfo).port;
    await new Promise((resolve) => server.close(resolve));
  });

  const found = async (pods: readonly object[], change: Record<string, () => Promise<unknown>> = {}) => {
    const there = cluster({
      readNamespacedStatefulSet: async () => set,
      readNamespacedSecret: oneOf(certificates),
      readNamespacedConfigMap: oneOf(maps),
      readNamespacedService: async () => ({ spec: { type: "NodePort", ports: [{ port: 9094, nodePort: port }] } }),
      listNamespacedPod: items(...pods),
      ...change,
    });
    const args = {
      ...own,
      externalServices: ["kafka-0-external", "kafka-1-external"],
      bootstrap: () => ["127.0.0.1:1"],
    };
    const { silence, clusterIds } = (await clusterFacts(there, args)).deployed ?? {};
    return { silence, clusterIds };
  };

  it("are told where pods are Ready, with what was tried and what is known without them", async () => {
    assert.deepEqual(await found([pod("kafka-0", true), pod("kafka-1", false)]), {
      silence: {
        answers: [{ address: `127.0.0.1:${port}`, error: `connect ECONNREFUSED 127.0.0.1:${port}` }],
        metadataVersion: "4.1",
        unwantedAuthority: false,
      },
      clusterIds: ["the-id"],
    });
  });

  it("are nobody's business where no pod is Ready: the change may be what mends them", async () => {
    assert.deepEqual(await found([pod("kafka-0", false)]), { silence: undefined, clusterIds: [] });
    assert.deepEqual(await found([]), { silence: undefined, clusterIds: [] });
  });

  it("are not missed where they have no address yet, as after an `up` that was interrupted", async () => {
    const none = { readNamespacedService: () => refused(404) };
    assert.deepEqual(await found([pod("kafka-0", true)], none), { silence: undefined, clusterIds: [] });
  });

  it("are told where nobody has the certificate to ask them", async () => {
    const { silence } = await found([pod("kafka-0", true)], { readNamespacedSecret: () => refused(404) });
    assert.match(silence?.answers[0]?.error ?? "", /no certificate yet by which to ask it/);
  });

  it("are known to trust an authority that is not wanted any more", async () => {
    const unwanted = async (name: string) => {
      const template = { spec: { volumes: [{ name: "trust", configMap: { name } }] } };
      const changed = { readNamespacedStatefulSet: async () => ({ ...set, spec: { ...set.spec, template } }) };
      return (await found([pod("kafka-0", true)], changed)).silence?.unwantedAuthority;
    };
    assert.equal(await unwanted("both"), true);
    assert.equal(await unwanted("earlier"), false, "since renewed");
  });

  it("are believed by an authority that they trust themselves, though it is not wanted any more", async () => {
    const server = createTlsServer(second, (socket) => socket.destroy());
    server.on("tlsClientError", () => {});
    await once(server.listen(0, "127.0.0.1"), "listening");
    const nodePort = (server.address() as AddressInfo).port;
    const saidBy = async (bundle: string) => {
      const template = { spec: { volumes: [{ name: "trust", configMap: { name: bundle } }] } };
      const { silence } = await found([pod("kafka-0", true)], {
        readNamespacedStatefulSet: async () => ({ ...set, spec: { ...set.spec, template } }),
        readNamespacedService: async () => ({ spec: { type: "NodePort", ports: [{ port: 9094, nodePort }] } }),
      });
      return silence?.answers[0]?.error ?? "";
    };
    const said = [await saidBy("trusted"), await saidBy("both")];
    server.close();
    assert.deepEqual(
      said.map((error) => error.includes("certificate")),
      [true, false],
    );
  });
});

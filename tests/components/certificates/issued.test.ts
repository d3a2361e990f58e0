import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { type IssuedArgs, issued } from "../../../components/certificates/issued";
import { certificateOf, issuing, keyOf, withKubernetesApi } from "../kubernetes-api";
import { isSecret, only, register, revealed, unknown, type World } from "../mocks";

type Read = NonNullable<Parameters<typeof issued>[1]>;

const pair = { certificate: "certificate\n", key: "key\n" };

/** What a resource gets whose inputs come from a certificate. */
async function used(world: World, read?: Read, wanted: Partial<IssuedArgs> = {}) {
  const resources = await register(world, () => {
    const resource = new k8s.apiextensions.CustomResource("request", {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
    });
    const { certificate, key, digest } = issued({ resource, name: "kafka-tls", namespace: "kafka", ...wanted }, read);
    new k8s.core.v1.ConfigMap("user", { data: { certificate, key, digest } });
  });
  return only(resources, "kubernetes:core/v1:ConfigMap").inputs.data;
}

describe("a certificate that is issued", () => {
  it("has a key that is a secret, and nothing else that is", async () => {
    const data = await used("known outputs", async () => pair);
    const { certificate, key, digest } = revealed(data) as Record<string, unknown>;
    assert.equal(certificate, pair.certificate);
    assert.equal(revealed(key), pair.key);
    assert.ok(isSecret(key));
    assert.ok(!isSecret(certificate) && !isSecret(digest));
  });

  it("has another digest when it is another, or is asked to be", async () => {
    const digest = async (certificate: string, wanted?: object) =>
      (await used("known outputs", async () => ({ ...pair, certificate }), wanted && { wanted })).digest;
    const first = await digest("one");
    assert.match(first, /^[0-9a-f]{10}$/);
    assert.equal(await digest("one"), first);
    assert.notEqual(await digest("two"), first);
    assert.notEqual(await digest("one", { dnsNames: ["a"] }), first);
    assert.notEqual(await digest("one", { dnsNames: ["a"] }), await digest("one", { dnsNames: ["b"] }));
  });

  it("keeps its digest when only the key's text is another: who has read it need not read again", async () => {
    const digest = async (key: string) => (await used("known outputs", async () => ({ ...pair, key }))).digest;
    assert.equal(await digest("one"), await digest("two"));
  });

  it("is waited for in an update, and looked for in a preview", async () => {
    const previews: boolean[] = [];
    const read: Read = async (_args, preview) => {
      previews.push(preview);
      return pair;
    };
    await used("known outputs", read);
    assert.equal((await used("outputs of an earlier update", read)).certificate, pair.certificate);
    assert.deepEqual(previews, [false, true]);
  });

  it("is unknown, and not looked for, while the request itself is not made", async () => {
    let reads = 0;
    const data = await used("unknown outputs", async () => {
      reads += 1;
      return pair;
    });
    const { certificate, key, digest } = data;
    assert.deepEqual([certificate, revealed(key), digest, reads], [unknown, unknown, unknown, 0]);
  });

  it("is unknown to a preview that finds none, as after an update that was interrupted", async () => {
    const { certificate, key, digest } = await used("outputs of an earlier update", async () => undefined);
    assert.deepEqual([certificate, revealed(key), digest], [unknown, unknown, unknown]);
  });
});

describe("cert-manager's answer", () => {
  it("is read from the Secret when the newest request is answered", async () => {
    const { certificate, key } = await withKubernetesApi(issuing, () => used("known outputs"));
    assert.equal(certificate, certificateOf("kafka-tls"));
    assert.equal(revealed(key), keyOf("kafka-tls"));
  });

  it("is waited for until it is about the request as it is now", async () => {
    let looks = 0;
    const data = await withKubernetesApi(
      (path) => {
        if (!path.includes("/certificates/")) {
          return issuing(path);
        }
        looks += 1;
        const condition = { type: "Ready", status: "True", observedGeneration: looks };
        return { metadata: { generation: 2 }, status: { conditions: [condition] } };
      },
      () => used("known outputs"),
    );
    assert.deepEqual([looks, data.certificate], [2, certificateOf("kafka-tls")]);
  });

  it("counts in a preview as it is there, whatever cert-manager is about to do", async () => {
    const secretsOnly = (path: string) => (path.includes("/secrets/") ? issuing(path) : undefined);
    const data = await withKubernetesApi(secretsOnly, () => used("outputs of an earlier update"));
    assert.equal(data.certificate, certificateOf("kafka-tls"));
    const nothing = await withKubernetesApi(
      () => undefined,
      () => used("outputs of an earlier update"),
    );
    assert.equal(nothing.certificate, unknown);
  });

  it("is none while the Secret lacks a part", async () => {
    const half = (path: string) => (path.includes("/secrets/") ? { data: { "tls.key": "a2V5" } } : issuing(path));
    const data = await withKubernetesApi(half, () => used("outputs of an earlier update"));
    assert.equal(data.certificate, unknown);
  });
});

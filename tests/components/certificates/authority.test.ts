import assert from "node:assert/strict";
import { Authority, type AuthorityArgs } from "../../../components/certificates/authority";
import { certificateOf } from "../kubernetes-api";
import { isSecret, only, type Registration, unknown, type World, worlds } from "../mocks";
import { registerIssued } from "../platform";

const args: AuthorityArgs = { namespace: "events", authorities: [1], issuer: 1, lifetime: "365d" };

const made = (world: World, change: Partial<AuthorityArgs> = {}) =>
  registerIssued(world, () => {
    const authority = new Authority("certificates", { ...args, ...change }, {});
    authority.certificate("kafka", { dnsNames: ["localhost", "a.example"], ipAddresses: ["127.0.0.1"] });
    authority.certificate("kafka-admin", {});
    authority.ownerCertificate("orders", 1);
    authority.ownerCertificate("orders", 2);
  });

const ofKind = (resources: readonly Registration[], kind: string) =>
  resources.filter(({ inputs }) => inputs.kind === kind);
const named = (resources: readonly Registration[], kind: string, name: string): Registration => {
  const found = ofKind(resources, kind).filter(({ inputs }) => inputs.metadata.name === name);
  assert.equal(found.length, 1, `${kind} ${name}`);
  return found[0] as Registration;
};
const trust = (resources: readonly Registration[]) => only(resources, "kubernetes:core/v1:ConfigMap").inputs;

for (const world of worlds) {
  describe(`the certificate authority, with ${world}`, () => {
    let resources: readonly Registration[];
    /** The Secret of an authority, which an issuer gets when it is there. */
    const secretOf = (authority: string) => (world === "known outputs" ? authority : unknown);

    before(async () => {
      resources = await made(world);
    });

    it("serves its own namespace and no other", () => {
      assert.deepEqual([...new Set(resources.flatMap(({ inputs }) => inputs.kind ?? []))].sort(), [
        "Certificate",
        "ConfigMap",
        "Issuer",
      ]);
      for (const { inputs } of resources.filter((one) => one.inputs.metadata !== undefined)) {
        assert.equal(inputs.metadata.namespace, "events");
      }
    });

    it("signs itself, with a key that stays: with another it would be another, whom nobody trusts", () => {
      assert.deepEqual(named(resources, "Certificate", "kafka-ca-1").inputs.spec, {
        isCA: true,
        commonName: "kafka-ca-1",
        subject: { organizations: ["events"] },
        secretName: "kafka-ca-1",
        duration: "87600h0m0s",
        privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Never" },
        issuerRef: { kind: "Issuer", name: "kafka-self-signed" },
      });
      assert.deepEqual(named(resources, "Issuer", "kafka-self-signed").inputs.spec, { selfSigned: {} });
      assert.deepEqual(named(resources, "Issuer", "kafka-ca-1").inputs.spec, {
        ca: { secretName: secretOf("kafka-ca-1") },
      });
    });

    it("issues what Kafka can read, with a new key each time, for servers and clients", () => {
      assert.deepEqual(named(resources, "Certificate", "kafka-tls").inputs.spec, {
        commonName: "kafka",
        subject: { organizations: ["events"] },
        secretName: "kafka-tls",
        duration: "8760h0m0s",
        renewBefore: "4380h0m0s",
        privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Always" },
        usages: ["digital signature", "server auth", "client auth"],
        dnsNames: ["localhost", "a.example"],
        ipAddresses: ["127.0.0.1"],
        additionalOutputFormats: [{ type: "CombinedPEM" }],
        issuerRef: { kind: "Issuer", name: "kafka-ca-1" },
      });
    });

    it("gives no name of a host to who only calls others", () => {
      const { spec } = named(resources, "Certificate", "kafka-admin-tls").inputs;
      assert.equal(spec.commonName, "kafka-admin");
      assert.ok(!("dnsNames" in spec) && !("ipAddresses" in spec));
    });

    it("lets the owner of topics call, and be no server, even of the application's name", () => {
      const { commonName, subject, usages, ...rest } = named(resources, "Certificate", "orders-owner-2-tls").inputs
        .spec;
      assert.deepEqual([commonName, subject], ["orders", { organizationalUnits: ["owner-2"] }]);
      assert.deepEqual(usages, ["digital signature", "client auth"]);
      assert.ok(!("dnsNames" in rest) && !("ipAddresses" in rest));
      assert.equal(rest.secretName, "orders-owner-2-tls", "what an earlier one has left is not taken for it");
    });

    it("issues nothing before it is there itself", () => {
      assert.ok(named(resources, "Certificate", "kafka-ca-1").dependencies.includes("certificates-self-signed"));
      assert.ok(named(resources, "Issuer", "kafka-ca-1").dependencies.includes("certificates-1"));
      assert.ok(named(resources, "Certificate", "kafka-tls").dependencies.includes("certificates-1-issuer"));
    });

    it("renews at half of a certificate's life, and writes both as cert-manager writes them back", async () => {
      for (const [lifetime, duration, renewBefore] of [
        ["1h", "1h0m0s", "30m0s"],
        ["90m", "1h30m0s", "45m0s"],
        ["3h", "3h0m0s", "1h30m0s"],
        ["7203s", "2h0m3s", "1h0m1s"],
      ] as const) {
        const { spec } = named(await made(world, { lifetime }), "Certificate", "kafka-tls").inputs;
        assert.deepEqual([spec.duration, spec.renewBefore], [duration, renewBefore], lifetime);
      }
    });

    it("can be replaced: both generations are trusted, and the one that the settings name issues", async () => {
      for (const issuer of [1, 2]) {
        const both = await made(world, { authorities: [1, 2], issuer });
        for (const generation of ["kafka-ca-1", "kafka-ca-2"]) {
          assert.equal(named(both, "Issuer", generation).inputs.spec.ca.secretName, secretOf(generation));
        }
        const leaf = named(both, "Certificate", "kafka-tls");
        assert.equal(leaf.inputs.spec.issuerRef.name, `kafka-ca-${issuer}`);
        assert.ok(leaf.dependencies.includes(`certificates-${issuer}-issuer`));
      }
    });

    it("leaves waiting to those who need a certificate", () => {
      for (const { inputs } of [...ofKind(resources, "Certificate"), ...ofKind(resources, "Issuer")]) {
        assert.deepEqual(inputs.metadata.annotations, { "pulumi.com/skipAwait": "true" });
      }
    });
  });
}

describe("what the platform trusts", () => {
  it("is every generation, the oldest first, in a ConfigMap that is named by what is in it", async () => {
    const one = trust(await made("known outputs"));
    assert.deepEqual([one.data, one.immutable], [{ "ca.crt": certificateOf("kafka-ca-1") }, true]);
    assert.match(one.metadata.name, /^kafka-trust-[0-9a-f]{10}$/);
    const two = trust(await made("known outputs", { authorities: [1, 2] }));
    assert.equal(two.data["ca.crt"], certificateOf("kafka-ca-1") + certificateOf("kafka-ca-2"));
    assert.notEqual(two.metadata.name, one.metadata.name);
    const again = trust(await made("known outputs"));
    assert.equal(again.metadata.name, one.metadata.name);
  });

  it("is no secret, and known in a preview once it exists", async () => {
    const { data, metadata } = trust(await made("outputs of an earlier update"));
    assert.ok(!isSecret(data) && !isSecret(data["ca.crt"]) && !isSecret(metadata.name));
    assert.equal(data["ca.crt"], certificateOf("kafka-ca-1"));
  });

  it("is not known in a first preview, and nothing is made up for it", async () => {
    const { data, metadata } = trust(await made("unknown outputs"));
    assert.deepEqual([data["ca.crt"], metadata.name], [unknown, unknown]);
  });
});

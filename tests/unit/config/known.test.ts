import assert from "node:assert/strict";
import fc from "fast-check";
import { catalog } from "../../../catalog/catalog";
import { knownSettings } from "../../../config/known";
import { fullReport, parseSettings } from "../../../config/settings";
import { dev, prod, rawOf, settingsOf } from "./stack-file";

const known = (raw: Record<string, unknown>) => {
  const found = knownSettings(raw);
  assert.ok(found, "the settings tell nothing");
  return found;
};

describe("what settings with mistakes tell", () => {
  it("is, where there are none, what they say", () => {
    for (const raw of [dev(), prod()]) {
      const { kubernetes, kafka, kraft, zookeeper, certificates, storage } = settingsOf(raw);
      const found = known(raw);
      assert.deepEqual(found.kubernetes, kubernetes);
      const { coordination, version, brokers } = kafka;
      assert.deepEqual(found.kafka, { coordination, version, brokers });
      assert.deepEqual(found.kraft, kraft);
      assert.deepEqual(
        found.zookeeper,
        zookeeper && { servers: zookeeper.servers, storageSize: zookeeper.storageSize },
      );
      assert.deepEqual(found.certificates, { authorities: certificates.authorities });
      assert.deepEqual(found.storage, { size: storage.size });
    }
    assert.deepEqual(known(dev({ storage: { size: "2Gi", storageClass: "fast" } })).storage, {
      size: "2Gi",
      storageClass: "fast",
    });
  });

  it("is each value that is right by itself, with the defaults of those that are left out", () => {
    const kafka = { coordination: "zookeeper", version: 4, brokers: undefined, networkThreads: 0, colour: "blue" };
    const raw = dev({ kafka, kraft: { metadataVersion: 4.1 }, storage: { size: "1Gi", retainOnDelete: "no" } });
    const found = known(raw);
    assert.deepEqual(found.kafka, { coordination: "zookeeper", version: undefined, brokers: 3 });
    assert.deepEqual([found.kraft?.metadataVersion, found.storage], [undefined, { size: "1Gi" }]);
    assert.deepEqual(known(prod({ zookeeper: { servers: 4, storageSize: undefined } })).zookeeper, {
      servers: undefined,
      storageSize: "10Gi",
    });
  });

  it("is nothing of a section that is no map, and not whether controllers are meant", () => {
    const { kafka, kraft, storage, certificates } = known({ kafka: 3, kraft: [], storage: "2Gi", certificates: null });
    assert.deepEqual([kafka, kraft, storage, certificates], [{}, undefined, {}, {}]);
    assert.equal(known(dev({ kraft: { controllers: 3 } })).kraft, undefined);
  });

  it("is nothing at all where they do not say which cluster it is about", () => {
    for (const wrong of [{ context: 3 }, { namespace: "Kafka" }, { namespace: 3 }]) {
      assert.equal(knownSettings(dev({ kubernetes: wrong })), undefined);
    }
    assert.deepEqual(known({ kubernetes: { colour: "blue" } }).kubernetes, { namespace: "kafka" });
  });

  it("is read from whatever the file holds", () => {
    const sections = Object.keys({ ...rawOf("dev"), ...rawOf("prod") });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...sections), fc.jsonValue()), (raw) => {
        knownSettings(raw);
      }),
    );
  });
});

describe("the report of mistakes", () => {
  const mistaken = dev({ kafka: { networkThreads: 0 }, storage: { size: "1Gi" } });

  it("goes on with what the cluster cannot take of what is known", async () => {
    const report = await fullReport("the mistakes", mistaken, async ({ storage }) => `not ${storage.size}`);
    assert.equal(report, "the mistakes\nnot 1Gi");
  });

  it("is all where the cluster could take the rest", async () => {
    assert.equal(await fullReport("the mistakes", mistaken, async () => undefined), "the mistakes");
  });

  it("asks no cluster where it does not know which", async () => {
    const compare = () => assert.fail("a cluster was asked");
    const report = await fullReport("the mistakes", dev({ kubernetes: { context: 3 } }), compare);
    assert.match(report, /^the mistakes\nWhether the cluster could take the rest is not known: .*kubernetes/);
  });

  it("takes a section that only Pulumi.yaml declares, and so is empty, for none", async () => {
    await fullReport("", { ...prod(), kraft: {} }, async ({ kraft }) => void assert.equal(kraft, undefined));
    assert.ok("settings" in parseSettings({ ...prod(), kraft: {} }, catalog));
  });
});

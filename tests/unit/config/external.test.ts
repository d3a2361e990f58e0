import assert from "node:assert/strict";
import { dev, mistakesOf, settingsOf, wrongPathsOf } from "./stack-file";

const external = (section: Record<string, unknown>, kafka = {}) => dev({ external: section, kafka });

describe("the settings of external access", () => {
  it("leave each broker a NodePort", () => {
    settingsOf(external({ nodePortBase: 32_765 }));
    assert.deepEqual(mistakesOf(external({ nodePortBase: 32_765 }, { brokers: 4 })), [
      "external.nodePortBase: must leave each of kafka.brokers a port up to 32767; found 32765",
    ]);
  });

  it("have an address of its own for each broker with LoadBalancer", () => {
    const balanced = (addresses?: string[]) => external({ type: "LoadBalancer", addresses });
    settingsOf(balanced(["10.0.0.1", "10.0.0.2", "k3.example.org"]));
    assert.deepEqual(mistakesOf(balanced()), [
      "external.addresses: must be there with type LoadBalancer, one for each broker; found undefined",
    ]);
    assert.deepEqual(mistakesOf(balanced(["a", "b"])), [
      'external.addresses: must be as many as kafka.brokers with type LoadBalancer; found ["a","b"]',
    ]);
    assert.deepEqual(mistakesOf(balanced(["a", "b", "a"])), [
      'external.addresses: must differ with type LoadBalancer, since each broker has its own; found ["a","b","a"]',
    ]);
  });

  it("may share fewer addresses, or the nodes' own, with NodePort", () => {
    settingsOf(external({ addresses: ["127.0.0.1"] }));
    assert.equal(settingsOf(external({})).external.addresses, undefined);
  });

  it("refuse what is no address", () => {
    for (const addresses of [[], "a", ["a:9094"], ["-a"], ["a..b"], ["1.2.3"], ["300.1.1.1"], ["a".repeat(254)], [1]]) {
      assert.deepEqual(wrongPathsOf(external({ addresses })), ["external.addresses"], JSON.stringify(addresses));
    }
  });

  it("take networks in CIDR notation, and no others", () => {
    const sourceRanges = ["10.0.0.0/8", "2001:db8::/32"];
    assert.deepEqual(settingsOf(external({ sourceRanges })).external.sourceRanges, sourceRanges);
    for (const range of ["10.0.0.1", "10.0.0.0/33", "office", 10]) {
      assert.deepEqual(wrongPathsOf(external({ sourceRanges: [range] })), ["external.sourceRanges"], String(range));
    }
  });

  it("refuse annotations that no load balancer would see, and such as Kubernetes would refuse", () => {
    const annotations = { "metallb.universe.tf/address-pool": "kafka" };
    const balanced = { type: "LoadBalancer", addresses: ["a", "b", "c"] };
    settingsOf(external({ ...balanced, annotations }));
    assert.deepEqual(mistakesOf(external({ annotations })), [
      `external.annotations: must be empty with type NodePort, since they are a load balancer's; found ${JSON.stringify(annotations)}`,
    ]);
    for (const wrong of [{ a: true }, { "a b": "c" }, ["a"]]) {
      assert.deepEqual(wrongPathsOf(external({ ...balanced, annotations: wrong })), ["external.annotations"]);
    }
  });
});

describe("the settings of zones and of Kubernetes", () => {
  it("take an image that asks for zones, and a PriorityClass", () => {
    const settings = settingsOf(dev({ zones: { image: "tools:1" }, kubernetes: { priorityClass: "high" } }));
    assert.deepEqual([settings.zones?.image, settings.kubernetes.priorityClass], ["tools:1", "high"]);
    assert.deepEqual(wrongPathsOf(dev({ zones: { image: "tools" }, kubernetes: { priorityClass: "High" } })).sort(), [
      "kubernetes.priorityClass",
      "zones.image",
    ]);
  });
});

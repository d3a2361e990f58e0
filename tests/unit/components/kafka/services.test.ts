import assert from "node:assert/strict";
import { externalAddresses } from "../../../../components/kafka/services";

const ids = [0, 1, 2];

describe("the addresses of brokers from outside", () => {
  it("are a port of its own for each, on hosts in turn, with NodePort", () => {
    const addresses = (...hosts: string[]) =>
      externalAddresses({ type: "NodePort", nodePortBase: 31_090 }, hosts, ids.slice(0, 3));
    assert.deepEqual(addresses("a", "b", "c", "d"), ["a:31090", "b:31091", "c:31092"]);
    assert.deepEqual(addresses("a", "b"), ["a:31090", "b:31091", "a:31092"]);
    assert.deepEqual(addresses("fd00::1"), ["[fd00::1]:31090", "[fd00::1]:31091", "[fd00::1]:31092"]);
  });

  it("are a host of its own for each, all with the listener's port, with LoadBalancer", () => {
    assert.deepEqual(externalAddresses({ type: "LoadBalancer", nodePortBase: 31_090 }, ["a", "b", "c"], ids), [
      "a:9094",
      "b:9094",
      "c:9094",
    ]);
  });
});

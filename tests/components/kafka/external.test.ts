import assert from "node:assert/strict";
import { containerOf, made, service } from "./made-cluster";
import { environmentOf } from "./node-args";

describe("a Kafka cluster that is reached from outside", () => {
  const external = { type: "NodePort", nodePortBase: 31_090, annotations: {}, sourceRanges: [] } as const;
  const balanced = { ...external, type: "LoadBalancer", addresses: ["192.0.2.1", "b.example", "192.0.2.3"] } as const;

  it("advertises the hosts that it is given instead of the nodes' own", async () => {
    const changed = await made("known outputs", { external: { ...external, addresses: ["a.example", "b.example"] } });
    assert.equal(environmentOf(containerOf(changed)).EXTERNAL_HOSTS, "a.example b.example");
  });

  it("has a load balancer for each broker, at the address that the settings name where it is one", async () => {
    const changed = await made("known outputs", { external: balanced });
    const specs = [0, 1, 2].map((id) => service(changed, `kafka-${id}-external`).inputs.spec);
    assert.deepEqual(
      specs.map(({ loadBalancerIP }) => loadBalancerIP),
      ["192.0.2.1", undefined, "192.0.2.3"],
    );
    assert.deepEqual(specs[1], {
      type: "LoadBalancer",
      publishNotReadyAddresses: true,
      selector: { "statefulset.kubernetes.io/pod-name": "kafka-1" },
      allocateLoadBalancerNodePorts: false,
      externalTrafficPolicy: "Local",
      ports: [{ name: "tcp-external", port: 9094, targetPort: "tcp-external" }],
    });
    const { EXTERNAL_HOSTS, EXTERNAL_PORT, EXTERNAL_PORT_STEP } = environmentOf(containerOf(changed));
    assert.deepEqual(
      [EXTERNAL_HOSTS, EXTERNAL_PORT, EXTERNAL_PORT_STEP],
      ["192.0.2.1 b.example 192.0.2.3", "9094", "0"],
    );
  });

  it("has load balancers with the annotations and for the networks that the settings name", async () => {
    const asked = { ...balanced, annotations: { "lb.example/internal": "true" }, sourceRanges: ["10.0.0.0/8"] };
    const { metadata, spec } = service(await made("known outputs", { external: asked }), "kafka-0-external").inputs;
    assert.deepEqual(metadata.annotations, { "lb.example/internal": "true", "pulumi.com/skipAwait": "true" });
    assert.deepEqual(spec.loadBalancerSourceRanges, ["10.0.0.0/8"]);
  });
});

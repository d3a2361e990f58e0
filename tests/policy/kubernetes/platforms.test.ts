import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { kafkaClient } from "../../../examples/orders/kafka-client";
import { rules as all } from "../../../policy/index";
import { register, worlds } from "../../components/mocks";
import { judge } from "../judge";
import { worldOf } from "../mutations";
import { judgingOf } from "../worlds";

const rules = all.filter(({ name }) => name.startsWith("kubernetes-"));

const { config } = judgingOf("dev");

describe("kubernetes", () => {
  it("has exemptions for the images of prod alone", async () => {
    const { exemptions: _, ...judging } = judgingOf("prod");
    assert.deepEqual(
      (await judge(await worldOf("prod"), judging)).map(({ policy, resource }) => `${policy} ${resource}`),
      ["zookeeper-servers", "kafka-brokers"].map(
        (name) => `kubernetes-images-by-digest kubernetes:apps/v1:StatefulSet::${name}`,
      ),
    );
  });
  it("takes node ports that are for a network", async () => {
    const { exemptions: _, ...judging } = judgingOf("bounded");
    const bounded = { ...config, "kubernetes-source-ranges": { sourceRanges: true } };
    assert.deepEqual(await judge(await worldOf("bounded"), { ...judging, rules, config: bounded }), []);
  });
  for (const world of worlds) {
    it(`takes a client of an application's, with ${world}`, async () => {
      const registered = await register(world, () => {
        const namespace = "orders";
        const secret = new k8s.core.v1.Secret("clients", { metadata: { namespace, name: "clients" } });
        kafkaClient("producer", { namespace, image: "localhost/kafka:4.2.0", command: ["produce"], secret });
      });
      assert.equal(registered.length, 2);
      assert.deepEqual(await judge(registered, { rules, config }), []);
    });
  }
});

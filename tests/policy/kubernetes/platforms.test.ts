import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { kafkaClient } from "../../../examples/orders/kafka-client";
import { rules as all } from "../../../policy/index";
import { register, worlds } from "../../components/mocks";
import { judge } from "../judge";
import { worldOf } from "../mutations";
import { local } from "./mutants";

const rules = all.filter(({ name }) => name.startsWith("kubernetes-"));
const images = { "kubernetes-images-pinned": { digests: false } };

describe("kubernetes", () => {
  for (const platform of ["dev", "dedicated", "bounded"]) {
    it(`takes the platform ${platform}`, async () => {
      assert.deepEqual(await judge(await worldOf(platform), { rules, config: local }), []);
    });
  }
  it("takes the platform prod, but for its images, which have no digests", async () => {
    const world = await worldOf("prod");
    assert.deepEqual(await judge(world, { rules, config: images }), []);
    assert.deepEqual(
      (await judge(world, { rules })).map(({ policy, resource }) => `${policy} ${resource}`),
      ["zookeeper-servers", "kafka-brokers"].map(
        (name) => `kubernetes-images-pinned kubernetes:apps/v1:StatefulSet::${name}`,
      ),
    );
  });
  it("takes node ports that are for a network", async () => {
    const config = { ...local, "kubernetes-source-ranges": { sourceRanges: true } };
    assert.deepEqual(await judge(await worldOf("bounded"), { rules, config }), []);
  });
  for (const world of worlds) {
    it(`takes a client of an application's, with ${world}`, async () => {
      const registered = await register(world, () => {
        const namespace = "orders";
        const secret = new k8s.core.v1.Secret("clients", { metadata: { namespace, name: "clients" } });
        kafkaClient("producer", { namespace, image: "localhost/kafka:4.2.0", command: ["produce"], secret });
      });
      assert.equal(registered.length, 2);
      assert.deepEqual(await judge(registered, { rules, config: images }), []);
    });
  }
});

import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { sameCluster } from "../../../components/gates/same-cluster";
import { failuresOf, type Registration, register, type World } from "../mocks";

const remembered = "uid-of-the-namespace";

/** What is registered behind the gate, and what the program fails with. */
async function behind(world: World, uid: string | undefined, liveClusterIds: readonly string[] = []) {
  let resources: readonly Registration[] = [];
  const failures = await failuresOf(async () => {
    resources = await register(world, () => {
      const namespace = new k8s.core.v1.Namespace("namespace", { metadata: { name: "kafka", uid: remembered } });
      const clusterId = pulumi.output("own");
      const met = sameCluster({ namespace, clusterId, liveClusterIds }, async () => uid);
      new k8s.core.v1.ConfigMap("behind", { data: {} }, { dependsOn: met });
    });
  });
  return { found: resources.find(({ name }) => name === "behind")?.dependencies, failures };
}

describe("the gate before everything in the namespace", () => {
  for (const world of ["known outputs", "outputs of an earlier update"] as const) {
    it(`is met where the namespace and the brokers are the stack's own, with ${world}`, async () => {
      const { found, failures } = await behind(world, remembered, ["own"]);
      assert.deepEqual([found, failures], [["namespace"], []]);
    });

    it(`lets nothing be touched in another Kubernetes cluster, with ${world}`, async () => {
      for (const uid of ["another-uid", undefined]) {
        const { found, failures } = await behind(world, uid);
        assert.equal(found, undefined);
        assert.match(failures.join(), /not the Kubernetes cluster that the stack was deployed to/);
      }
    });

    it(`lets nothing be touched of another Kafka cluster, with ${world}`, async () => {
      const { found, failures } = await behind(world, remembered, ["another"]);
      assert.equal(found, undefined);
      assert.match(failures.join(), /belong to the Kafka cluster another/);
    });
  }

  it("asks nothing of a namespace that is yet to be made", async () => {
    const { found, failures } = await behind("unknown outputs", undefined);
    assert.deepEqual([found, failures], [["namespace"], []]);
  });
});

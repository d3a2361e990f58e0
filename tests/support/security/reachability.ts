import { strict as assert } from "node:assert";
import { kube, layout } from "../test-platform";
import { apply } from "./expect";
import { openPorts, withStranger } from "./origins";
import { listeningPorts, mainProcess, networkOf } from "./processes";
import { podsIn, type Scene } from "./scene";

/** A namespace that is not the platform's. */
const ELSEWHERE = "security-test";
/** Has the platform's ports, and those that remote control and metrics of a JVM are mostly given. */
const TRIED = ["1099", "2000-3999", "5005", "7000-9999"];

const neighbour = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "neighbour", namespace: ELSEWHERE },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [{ name: "main", image: "localhost/tools:1", imagePullPolicy: "IfNotPresent" }],
  },
};

/**
 * Tests that nothing answers but what is documented. The network policies are not at work here: this is what is left
 * where a network does not enforce them.
 */
export function reachability(scene: () => Scene): void {
  const addresses = () => scene().pods.map(({ status }) => status.podIP);
  const expected = () =>
    scene()
      .pods.flatMap((pod) =>
        scene()
          .documented(pod)
          .map((port) => `${pod.status.podIP}:${port}`),
      )
      .sort();

  describe("what can be reached", () => {
    before(async () => {
      await kube("delete", "namespace", ELSEWHERE, "--ignore-not-found", "--timeout=120s");
      await kube("create", "namespace", ELSEWHERE);
      await apply(neighbour);
      await kube("wait", "--for=condition=Ready", "pod/neighbour", "-n", ELSEWHERE, "--timeout=120s");
    });

    after(() => kube("delete", "namespace", ELSEWHERE, "--wait=false"));

    it("is no port of a pod but those that are documented, of all that there are", () => {
      for (const pod of scene().pods) {
        const documented = scene().documented(pod);
        assert.notDeepEqual(documented, []);
        assert.deepEqual(listeningPorts(mainProcess(pod.metadata.uid)), documented, pod.metadata.name);
      }
    });

    it("is the same from a pod of another namespace", async () => {
      const [pod] = await podsIn(ELSEWHERE);
      assert.deepEqual(await openPorts(networkOf(pod?.metadata.uid ?? ""), addresses(), TRIED), expected());
    });

    it("is the same from a machine outside, to which every node offers a port for each broker besides", async () => {
      const nodes = layout().nodes.map(({ ip }) => ip);
      const ports = scene()
        .administrator.addresses.map((address) => address.split(":")[1])
        .filter((port) => Number(port) >= 30_000); // behind load balancers, nodes offer none
      await withStranger(layout(), async (netns) => {
        assert.deepEqual(await openPorts(netns, addresses(), TRIED), expected());
        assert.deepEqual(
          await openPorts(netns, nodes, ["30000-32767"]),
          nodes.flatMap((node) => ports.map((port) => `${node}:${port}`)).sort(),
        );
      });
    });
  });
}

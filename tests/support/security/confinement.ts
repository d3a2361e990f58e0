import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import { kube } from "../test-platform";
import { apply, refused } from "./expect";
import { mainProcess, procFile, statusOf } from "./processes";
import { NAMESPACE, type Scene } from "./scene";

const TOKENS = "/var/run/secrets/kubernetes.io";

/** Tests that the platform's pods can do nothing but what they are for, as the kernel sees them. */
export function confinement(scene: () => Scene): void {
  describe("a pod of the platform", () => {
    it("is nobody: no root, no capability, no way to more, and filtered system calls", () => {
      for (const { metadata } of scene().pods) {
        const pid = mainProcess(metadata.uid);
        assert.match(statusOf(pid, "Uid"), /^(1000\s*){4}$/);
        assert.match(statusOf(pid, "Gid"), /^(1000\s*){4}$/);
        for (const set of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]) {
          assert.match(statusOf(pid, set), /^0+$/, set);
        }
        assert.deepEqual([statusOf(pid, "NoNewPrivs"), statusOf(pid, "Seccomp")], ["1", "2"]);
      }
    });

    it("cannot write to its image", async () => {
      for (const { metadata } of scene().pods) {
        // A folder that its user could write to, if it were not for the whole image.
        const write = ["sh", "-c", "echo x >/var/tmp/x"];
        await refused(kube("exec", metadata.name, "-n", NAMESPACE, "--", ...write), /Read-only file system/);
        assert.match(procFile(mainProcess(metadata.uid), "mountinfo"), / \/ ro,/);
      }
    });

    it("has no token for the Kubernetes API, but in a container that reads the zone before Kafka starts", () => {
      const readers = scene().parts.zones ? ["zone"] : [];
      for (const { metadata, spec } of scene().pods) {
        const containers = [...(spec.initContainers ?? []), ...spec.containers];
        const mounts = containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ mountPath }) => mountPath));
        const trusted = containers.filter(({ volumeMounts }) =>
          volumeMounts.some(({ mountPath }) => mountPath.startsWith(TOKENS)),
        );
        assert.deepEqual(
          trusted.map(({ name }) => name),
          metadata.labels.app === "kafka" ? readers : [],
        );
        assert.ok(mounts.some((path) => existsSync(`/proc/${mainProcess(metadata.uid)}/root${path}`)));
        assert.ok(!existsSync(`/proc/${mainProcess(metadata.uid)}/root/run/secrets`));
      }
    });

    it("has no neighbour in its namespace that may do more", async () => {
      const securityContext = { privileged: true };
      const containers = [{ name: "main", image: "localhost/tools:1", securityContext }];
      const metadata = { name: "privileged", namespace: NAMESPACE };
      const pod = { apiVersion: "v1", kind: "Pod", metadata, spec: { containers } };
      await refused(apply(pod, "--dry-run=server"), /violates PodSecurity "restricted/);
    });
  });
}

import assert from "node:assert/strict";
import { type ZoneReader, zoneFile, zoneFiles, zoneReader } from "../../../components/zones/zone-reader";
import { only, type Registration, register, worlds } from "../mocks";

for (const world of worlds) {
  describe(`the reader of zones, with ${world}`, () => {
    let resources: readonly Registration[];
    let reader: ZoneReader;

    before(async () => {
      resources = await register(world, () => {
        reader = zoneReader("zones", { namespace: "kafka", image: "localhost/tools:1" }, {});
      });
    });

    it("has a service account that may look at nodes and do nothing else", () => {
      const account = only(resources, "kubernetes:core/v1:ServiceAccount").inputs;
      const role = only(resources, "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole").inputs;
      const binding = only(resources, "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding").inputs;
      assert.deepEqual(role.rules, [{ apiGroups: [""], resources: ["nodes"], verbs: ["get"] }]);
      assert.equal(binding.roleRef.name, role.metadata.name);
      assert.deepEqual(binding.subjects, [{ kind: "ServiceAccount", name: account.metadata.name, namespace: "kafka" }]);
      assert.equal(reader.serviceAccount, account.metadata.name);
      assert.equal(reader.resources.length, 3);
    });

    it("shares no cluster-wide name with the reader of another namespace", async () => {
      const others = await register(
        world,
        () => void zoneReader("zones", { namespace: "kafka-2", image: "localhost/tools:1" }, {}),
      );
      const names = [...resources, ...others]
        .filter(({ type }) => /ClusterRole$/.test(type))
        .map(({ inputs }) => inputs.metadata.name);
      assert.equal(new Set(names).size, 2);
    });

    it("gives the token to the init container alone, for ten minutes, and to nobody by default", () => {
      const { automountServiceAccountToken } = only(resources, "kubernetes:core/v1:ServiceAccount").inputs;
      assert.equal(automountServiceAccountToken, false);
      const credentials = reader.volumes.find(({ name }) => name === "zone-credentials");
      assert.deepEqual(credentials?.projected?.sources, [
        { serviceAccountToken: { path: "token", expirationSeconds: 600 } },
        { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
      ]);
      assert.ok(reader.initContainer.volumeMounts.some(({ name }) => name === "zone-credentials"));
      assert.notEqual(reader.mount.name, "zone-credentials");
    });

    it("may do nothing but compute, as every container of the platform", () => {
      assert.deepEqual(reader.initContainer.securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    });

    it("writes where the main container, which may not write there, reads", () => {
      const { command, volumeMounts } = reader.initContainer;
      assert.deepEqual(command, [`/opt/kafka-platform/bin/${Object.keys(zoneFiles)[0]}`, zoneFile]);
      const written = volumeMounts.find(({ mountPath }) => zoneFile.startsWith(`${mountPath}/`));
      assert.equal(written?.name, reader.mount.name);
      assert.equal(written?.mountPath, reader.mount.mountPath);
      assert.equal(reader.mount.readOnly, true);
    });
  });
}

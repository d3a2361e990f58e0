import assert from "node:assert/strict";
import { readAdminIdentity } from "../../../components/gates/tls-identity";
import { issueIdentities } from "../../../components/platform/identities";
import { dev, settingsOf } from "../../unit/config/stack-file";
import { registerIssued } from "../platform";

describe("the name by which brokers are asked before a change", () => {
  it("is in their certificate, wherever they are reached", async () => {
    const settings = settingsOf(dev());
    const secret = { data: { "tls.crt": "AA==", "tls.key": "AA==" } };
    const core = { readNamespacedSecret: async () => secret };
    const identity = await readAdminIdentity({ core } as never, settings.kubernetes.namespace, [1]);
    for (const hosts of [[], ["10.0.0.1"], ["a.example"]]) {
      const resources = await registerIssued(
        "known outputs",
        () => void issueIdentities("certificates", settings, hosts, {}),
      );
      const certificate = resources.find(({ inputs }) => inputs.metadata?.name === "kafka-tls");
      assert.ok(certificate?.inputs.spec.dnsNames.includes(identity?.serverName), hosts.join());
    }
  });
});

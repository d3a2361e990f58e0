import assert from "node:assert/strict";
import { readAdminIdentity } from "../../../../components/gates/tls-identity";

const encode = (text: string) => Buffer.from(text).toString("base64");
const admin = { data: { "tls.crt": encode("cert"), "tls.key": encode("key") } };

const read = (secrets: Readonly<Record<string, unknown>>, authorities: readonly number[]) =>
  readAdminIdentity(
    {
      core: {
        readNamespacedSecret: async ({ name }: { name: string }) =>
          secrets[name] ?? Promise.reject(Object.assign(new Error("absent"), { code: 404 })),
      },
    } as never,
    "kafka",
    authorities,
  );

describe("readAdminIdentity", () => {
  it("trusts every authority that exists, and asks every broker for the name that all of them have", async () => {
    const ca = (text: string) => ({ data: { "tls.crt": encode(`${text}\n\n`) } });
    const secrets = { "kafka-admin-tls": admin, "kafka-ca-1": ca("one"), "kafka-ca-3": ca("three") };
    const serverName = "kafka.kafka.svc.cluster.local";
    assert.deepEqual(await read(secrets, [1, 2, 3]), { ca: "one\nthree\n", cert: "cert", key: "key", serverName });
  });

  it("is nothing where the administrator has no certificate yet, or nobody is trusted", async () => {
    assert.equal(await read({ "kafka-ca-1": admin }, [1]), undefined);
    assert.equal(await read({ "kafka-admin-tls": admin }, [1]), undefined);
    assert.equal(await read({ "kafka-admin-tls": { data: {} }, "kafka-ca-1": admin }, [1]), undefined);
  });
});

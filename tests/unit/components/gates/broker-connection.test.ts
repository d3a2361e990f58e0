import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { rootMessage, servedCertificate, withBroker } from "../../../../components/gates/broker-connection";
import type { TlsIdentity } from "../../../../components/gates/tls-identity";
import { selfSigned } from "./self-signed";

const serverName = "kafka.kafka.svc.cluster.local";

/** What comes of a connection to a server with this certificate; nothing where the server is believed. */
async function refusalOf(
  served: ReturnType<typeof selfSigned>,
  change: Partial<TlsIdentity> = {},
  host = "127.0.0.1",
): Promise<string | undefined> {
  const server = createServer(served);
  server.on("tlsClientError", () => {});
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = `${host}:${(server.address() as AddressInfo).port}`;
  const identity = { ...served, ca: served.cert, ...change };
  try {
    const { issuer } = await withBroker(address, identity, async (connection) => servedCertificate(connection));
    assert.equal(issuer, "kafka");
    return undefined;
  } catch (error) {
    return rootMessage(error);
  } finally {
    server.close();
  }
}

describe("withBroker", () => {
  const elsewhere = selfSigned(`DNS:${serverName},DNS:gone.example,IP:192.0.2.1`);
  const here = selfSigned("DNS:localhost,IP:127.0.0.1");

  it("believes a broker by the name that it has to prove, at an address that its certificate does not hold", async () => {
    assert.equal(await refusalOf(elsewhere, { serverName }), undefined);
    assert.equal(await refusalOf(elsewhere, { serverName }, "localhost"), undefined);
  });

  it("believes none that lacks this name, though its certificate holds the address", async () => {
    for (const host of ["127.0.0.1", "localhost"]) {
      assert.match(
        (await refusalOf(here, { serverName }, host)) ?? "",
        /Host: kafka\.kafka\.svc\.cluster\.local\. is not/,
      );
    }
  });

  it("believes none of another authority, whatever its name", async () => {
    assert.match((await refusalOf(elsewhere, { serverName, ca: here.cert })) ?? "", /self-signed certificate/);
  });

  it("holds the address against the certificate where no name is said, as clients from outside do", async () => {
    assert.equal(await refusalOf(here), undefined);
    assert.equal(await refusalOf(here, {}, "localhost"), undefined);
    assert.match((await refusalOf(elsewhere)) ?? "", /IP: 127\.0\.0\.1 is not in the cert's list/);
    assert.match((await refusalOf(elsewhere, {}, "localhost")) ?? "", /Host: localhost\. is not/);
  });
});

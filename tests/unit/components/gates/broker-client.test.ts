import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import { askBroker, askBrokers, type BrokerAnswer } from "../../../../components/gates/broker-client";

const nobody = { ca: "", cert: "", key: "" };

describe("askBroker", () => {
  const listening = async (server: Server): Promise<string> => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `127.0.0.1:${(server.address() as { port: number }).port}`;
  };

  it("tells an address where nobody listens", async () => {
    const server = createServer();
    const address = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    assert.deepEqual(await askBroker(address, nobody), { address, error: `connect ECONNREFUSED ${address}` });
  });

  it("does not take an open port for a broker", async () => {
    const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const answer = await askBroker(await listening(server), nobody);
    server.close();
    assert.ok("error" in answer);
  });
});

describe("askBrokers", () => {
  /** A cluster whose brokers give these addresses to clients; others are silent. */
  const cluster = (advertised: readonly string[], silent: readonly string[] = []) => {
    const asked: string[] = [];
    const ask = async (address: string): Promise<BrokerAnswer> => {
      asked.push(address);
      return silent.includes(address)
        ? { address, error: "silent" }
        : {
            address,
            clusterId: "c",
            metadataOffset: 1,
            brokers: advertised.map((given, id) => ({ id, address: given })),
            controller: 0,
            partitions: [],
            features: {},
            notBefore: "2026-01-01T00:00:00.000Z",
            notAfter: "2027-01-01T00:00:00.000Z",
            issuer: "kafka-ca-1",
          };
    };
    return { ask, asked };
  };

  it("asks each broker once where bootstrap addresses are the advertised ones", async () => {
    const { ask, asked } = cluster(["a:1", "b:2"]);
    const answers = await askBrokers(["a:1", "b:2"], ask);
    assert.deepEqual(
      [asked, answers.map(({ address }) => address)],
      [
        ["a:1", "b:2"],
        ["a:1", "b:2"],
      ],
    );
  });

  it("asks each broker at the address that clients are sent to", async () => {
    const { ask } = cluster(["b:1", "a:2"], ["a:2"]);
    const answers = await askBrokers(["a:1", "b:2"], ask);
    assert.deepEqual(answers[1], { address: "a:2", error: "silent" });
    assert.equal(answers[0]?.address, "b:1");
  });

  it("keeps the bootstrap address of a broker that no other knows", async () => {
    const { ask } = cluster(["a:1"], ["b:2"]);
    assert.deepEqual((await askBrokers(["a:1", "b:2"], ask))[1], { address: "b:2", error: "silent" });
  });
});

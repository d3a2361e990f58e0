import assert from "node:assert/strict";
import type { BrokerAnswer } from "../../../../components/gates/broker-client";
import { expiryOf } from "../../../../components/gates/served-certificates";

const broker = (address: string, notBefore: string, notAfter: string): BrokerAnswer => ({
  address,
  notBefore,
  notAfter,
  issuer: "kafka-ca-1",
  clusterId: "id",
  controller: -1,
  brokers: [],
  partitions: [],
  features: {},
});
const of2026 = (address: string) => broker(address, "2026-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z");
const of2025 = (address: string) => broker(address, "2025-07-01T00:00:00.000Z", "2026-07-01T00:00:00.000Z");
const on = (day: string) => Date.parse(`${day}T00:00:00.000Z`);

describe("the expiry of the brokers' certificates", () => {
  it("is one time where all have the same certificate", () => {
    assert.deepEqual(expiryOf([of2026("a:1"), of2026("b:1")], on("2026-02-01")), {
      late: false,
      text: "the brokers serve certificates that are valid until 2027-01-01T00:00:00.000Z",
    });
  });

  it("says which broker has which where they differ, and leaves out who is silent", () => {
    const { text } = expiryOf([of2026("a:1"), of2025("b:1"), { address: "c:1", error: "refused" }], on("2026-01-02"));
    assert.match(text, /until 2027-01-01T00:00:00\.000Z \(a:1\), 2026-07-01T00:00:00\.000Z \(b:1\)/);
    assert.doesNotMatch(text, /c:1/);
  });

  it("is a warning past half of one's life, with what to look at", () => {
    const answers = [of2026("a:1"), of2025("b:1")];
    assert.equal(expiryOf(answers, on("2025-12-30")).late, false);
    const { late, text } = expiryOf(answers, on("2026-01-02"));
    assert.equal(late, true);
    assert.match(text, /past half of their life.*kubectl describe certificates/);
  });
});

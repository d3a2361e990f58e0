import assert from "node:assert/strict";
import { certificateLack, expiryOfIssued } from "../../../../components/certificates/issued";
import { authorityName, distinguishedName, leafName } from "../../../../components/certificates/names";

type Condition = NonNullable<NonNullable<Parameters<typeof certificateLack>[0]["status"]>["conditions"]>[number];

const lack = (generation: number, ...conditions: Condition[]) =>
  certificateLack({ metadata: { generation }, status: { conditions } });
const ready = (status: string, observedGeneration: number, message?: string): Condition =>
  message === undefined
    ? { type: "Ready", status, observedGeneration }
    : { type: "Ready", status, observedGeneration, message };
const issuing: Condition = { type: "Issuing", status: "True", observedGeneration: 2 };

describe("what a certificate lacks", () => {
  for (const [what, found, expected] of [
    ["nothing where it is issued as it is asked for", lack(2, ready("True", 2)), undefined],
    ["cert-manager's look, where it is new", certificateLack({ metadata: { generation: 1 } }), "not looked"],
    ["cert-manager's look, where it has no condition yet", lack(1), "not looked"],
    ["cert-manager's look, where it was changed since", lack(3, ready("True", 2)), "not looked"],
    ["its end, where it is being renewed", lack(2, ready("True", 2), issuing), "being issued"],
    ["nothing where an issuing has ended", lack(2, ready("True", 2), { ...issuing, status: "False" }), undefined],
    ["what cert-manager says, where it is not ready", lack(2, ready("False", 2, "no issuer")), "no issuer"],
    ["readiness, where cert-manager says no more", lack(2, ready("False", 2)), "it is not ready"],
  ] as const) {
    it(`is ${what}`, () => {
      if (expected === undefined) {
        assert.equal(found, undefined);
      } else {
        assert.ok(found?.includes(expected), found);
      }
    });
  }
});

describe("the time for which a certificate is valid", () => {
  const metadata = { generation: 1 };
  const named = { namespace: "events", name: "zookeeper-tls" };
  const status = { notAfter: "2027-01-01T00:00:00Z", renewalTime: "2026-07-01T00:00:00Z" };
  const on = (day: string) => expiryOfIssued({ metadata, status }, named, Date.parse(day));

  it("is told as it is", () => {
    assert.deepEqual(on("2026-06-30"), {
      late: false,
      text: "the certificate zookeeper-tls is valid until 2027-01-01T00:00:00Z",
    });
    assert.equal(expiryOfIssued({ metadata }, named, 0), undefined);
  });

  it("is a warning when cert-manager should have renewed it, with where it says why it has not", () => {
    const { late, text } = on("2026-07-02") ?? { late: false, text: "" };
    assert.equal(late, true);
    assert.match(text, /2027-01-01.* renewed it at 2026-07-01.*`kubectl -n events describe certificate zookeeper-tls`/);
  });
});

describe("names of certificates", () => {
  it("are what everybody else looks for", () => {
    assert.deepEqual([authorityName(2), leafName("kafka-admin")], ["kafka-ca-2", "kafka-admin-tls"]);
    assert.equal(distinguishedName("kafka", "events"), "CN=kafka,O=events");
  });
});

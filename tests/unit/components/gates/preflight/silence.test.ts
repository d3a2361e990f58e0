import assert from "node:assert/strict";
import type { SilenceFacts } from "../../../../../components/gates/preflight/facts";
import { judgeCluster, judgePlatform } from "../../../../../components/gates/preflight/judge";
import type { Needs } from "../../../../../components/gates/preflight/needs";
import { silenceWarning } from "../../../../../components/gates/preflight/silence";
import { deployed, facts, needs } from "./example";

const silence: SilenceFacts = {
  answers: [
    { address: "10.0.0.1:31090", error: "timed out" },
    { address: "10.0.0.2:31091", error: "connect ECONNREFUSED 10.0.0.2:31091" },
  ],
  metadataVersion: "4.2",
  unwantedAuthority: false,
};
const silent = (change: Partial<SilenceFacts> = {}) => ({
  ...facts,
  sets: { kafka: { replicas: 3 } },
  deployed: { ...deployed, metadataLevel: undefined, silence: { ...silence, ...change } },
});
const tried =
  "the brokers are Ready, and none answers from here (at 10.0.0.1:31090: timed out; at 10.0.0.2:31091: connect " +
  "ECONNREFUSED 10.0.0.2:31091). See that external leads to them from here: NodePorts on the nodes or load balancers, " +
  "external.addresses, and external.sourceRanges";

describe("brokers that are Ready and do not answer", () => {
  const judge = (change: Partial<SilenceFacts>, need: Partial<Needs> = {}) =>
    judgeCluster(silent(change), { ...needs, ...need });

  it("are in the way of nothing that does not depend on them: it may be what mends them", () => {
    assert.deepEqual(judge({}), []);
    assert.deepEqual(judge({ metadataVersion: "4.1" }), []);
  });

  it("let nobody ask for a metadata version below the one that was asked for last", () => {
    assert.deepEqual(judge({}, { metadataVersion: "4.1" }), [
      `kraft.metadataVersion is 4.1, and what the cluster has is not known: ${tried}, or set kraft.metadataVersion ` +
        "back to 4.2.",
    ]);
    assert.match(judge({ metadataVersion: undefined }).join(), /or set kraft\.metadataVersion when they answer\.$/);
    const zooKeeper = { ...silent({ metadataVersion: undefined }), sets: {} };
    const found = { ...zooKeeper, deployed: { ...zooKeeper.deployed, coordination: "zookeeper" } };
    assert.deepEqual(judgeCluster(found, { ...needs, coordination: "zookeeper" }), []);
    assert.deepEqual(judgePlatform(silent(), { ...needs, metadataVersion: undefined }), []);
  });

  it("let no authority go that they trust", () => {
    assert.deepEqual(judge({ unwantedAuthority: true }), [
      "certificates.authorities is 1, without one that the brokers trust, and whether its certificates are in use is " +
        `not known: ${tried}, or set certificates.authorities back.`,
    ]);
  });

  it("are told of where nothing depends on them, too", () => {
    assert.ok(silenceWarning(silence).includes(tried));
  });
});

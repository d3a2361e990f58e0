import assert from "node:assert/strict";
import type { ClusterFacts, DeployedFacts } from "../../../../../components/gates/preflight/facts";
import { judgeCluster, judgePlatform } from "../../../../../components/gates/preflight/judge";
import type { ChangeNeeds, Needs } from "../../../../../components/gates/preflight/needs";
import { brokers, deployed, facts, needs, node, zookeeper } from "./example";

const judge = (change: Partial<ClusterFacts>, need: Partial<Needs> = {}) =>
  judgeCluster({ ...facts, ...change }, { ...needs, ...need });

describe("judgeCluster, of a cluster that is deployed", () => {
  const sets = { kafka: { replicas: 3 }, zookeeper: { replicas: 3 } };
  const change = (found: Partial<DeployedFacts>, need: Partial<Needs> = {}) =>
    judge({ sets, deployed: { ...deployed, ...found } }, need);

  it("has nothing against the cluster staying as it is", () => {
    assert.deepEqual(change({}), []);
  });

  it("refuses another coordination, and a cluster of a version without certificates", () => {
    assert.match(
      change({ coordination: "zookeeper" })[0] ?? "",
      /was made with zookeeper, and the settings ask for kraft/,
    );
    assert.match(change({ coordination: undefined })[0] ?? "", /was made by an earlier version of the platform/);
    assert.equal(change({}, { coordination: "kraft-dedicated" }).length, 1);
  });

  it("refuses another number of those that keep the metadata", () => {
    const five = { coordination: "zookeeper", coordinators: { ...zookeeper, count: 5 } } as const;
    const nodes = ["h1", "h2", "h3", "h4", "h5"].map((name) => node(name));
    const found = { ...deployed, coordination: "zookeeper" };
    assert.deepEqual(judge({ sets, nodes, deployed: found }, five), [
      "zookeeper has 3 pods, and zookeeper.servers is 5: their number is fixed when the cluster is made. " +
        "Set zookeeper.servers back to 3.",
    ]);
  });

  it("refuses fewer brokers, and takes more", () => {
    const four = { brokers: { ...brokers, count: 4 } };
    const nodes = ["h1", "h2", "h3", "h4"].map((name) => node(name));
    assert.deepEqual(judge({ sets, nodes, deployed }, four), []);
    assert.deepEqual(judge({ sets: { kafka: { replicas: 4 } }, deployed }), [
      "There are 4 brokers, and kafka.brokers is 3: partitions live on those that would go. " +
        "Set kafka.brokers back to 4.",
    ]);
  });

  it("refuses a metadata version or a Kafka below the cluster's metadata", () => {
    assert.deepEqual(change({ metadataLevel: 27 }), []);
    assert.deepEqual(change({ metadataLevel: undefined }, { metadataVersion: "4.0" }), []);
    assert.match(
      change({}, { metadataVersion: "4.1" })[0] ?? "",
      /it never goes back. Set kraft.metadataVersion to 4\.2/,
    );
    const old = change({}, { version: "4.1.1", metadataVersion: "4.1" });
    assert.equal(old.length, 2);
    assert.match(old[1] ?? "", /which Kafka 4\.1\.1 cannot read/);
    assert.equal(change({ metadataLevel: 99 }).length, 2);
  });

  const certificates = (authorities: readonly number[], issuer: number) => ({ certificates: { authorities, issuer } });
  const trusted = (...authorities: readonly number[]) => [{ holder: "kafka-0", authorities }];

  it("lets an authority go only when none of its certificates is in use", () => {
    const half = change(
      { trust: trusted(2), issuers: ["kafka-ca-2", "kafka-ca-1", "kafka-ca-1"] },
      certificates([2], 2),
    );
    assert.equal(half.length, 1);
    assert.match(half[0] ?? "", /no longer has the authority kafka-ca-1, which issued a certificate that is in use/);
    assert.deepEqual(change({ trust: trusted(2), issuers: ["kafka-ca-2"] }, certificates([2], 2)), []);
  });

  it("lets an authority issue only when each pod trusts it, and each that is started next", () => {
    assert.deepEqual(change({}, certificates([1, 2], 1)), []);
    assert.deepEqual(change({ trust: trusted(1, 2) }, certificates([1, 2], 2)), []);
    const trust = [
      { holder: "kafka-0", authorities: [1] },
      { holder: "kafka-1", authorities: [1, 2] },
      { holder: "the StatefulSet zookeeper", authorities: [1] },
    ];
    assert.deepEqual(change({ trust }, certificates([1, 2], 2)), [
      "certificates.issuer is 2, which not all running pods trust yet: kafka-0, the StatefulSet zookeeper would refuse " +
        "who has its certificate. Have 2 in certificates.authorities, leave certificates.issuer as it was, and run " +
        "`pulumi up` until all pods have restarted; then set the issuer. If it has been the issuer for long, the key in " +
        "the Secret kafka-ca-2 is not the one that pods trust: bring that back from a backup (docs/operations.md).",
    ]);
  });
});

describe("judgePlatform", () => {
  const sets = { kafka: { replicas: 5 }, zookeeper: { replicas: 3 } };
  const claims = { kafka: { count: 5, largest: "4Gi" } };
  const unknown: ChangeNeeds = {
    ...needs,
    brokers: { ...brokers, count: undefined, volumeSize: undefined },
    coordinators: { ...zookeeper, count: undefined, volumeSize: undefined },
    coordination: undefined,
    version: undefined,
    metadataVersion: undefined,
  };

  it("compares what is known of a change, and nothing else", () => {
    const found = { ...facts, sets, claims, deployed };
    assert.deepEqual(judgePlatform(found, unknown), []);
    const count = (known: Partial<ChangeNeeds>) => judgePlatform(found, { ...unknown, ...known }).length;
    assert.deepEqual(
      [
        count({ coordination: "zookeeper" }),
        count({ version: "4.1.0" }),
        count({ metadataVersion: "4.1" }),
        count({ brokers: { ...brokers, volumeSize: undefined } }),
        count({ brokers: { ...brokers, count: undefined } }),
        count({ coordinators: { ...zookeeper, count: 5 } }),
        count({ version: "4.1.0", metadataVersion: "4.1", brokers, coordination: "kraft-dedicated" }),
      ],
      [1, 1, 1, 1, 1, 1, 5],
    );
  });

  it("says of a cluster of the earlier version what it is, whatever is known", () => {
    const found = { ...facts, sets, deployed: { ...deployed, coordination: undefined } };
    assert.match(judgePlatform(found, unknown).join(), /was made by an earlier version of the platform/);
  });
});

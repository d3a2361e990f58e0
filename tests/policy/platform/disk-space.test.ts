import assert from "node:assert/strict";
import { platformDiskSpace } from "../../../policy/policies/platform/disk-space";
import { type Registration, unknown } from "../../components/mocks";
import { judge } from "../judge";
import {
  all,
  type Change,
  catches,
  inList,
  type Mutant,
  setting,
  takes,
  unchanged,
  values,
  worldOf,
} from "../mutations";

const brokers = ["kubernetes:apps/v1:StatefulSet", "kafka-brokers"] as const;
const topics = ["kafka-platform:topics:Topics", "topics"] as const;
const topic = ["kafka:index/topic:Topic", "call.events"] as const;
const size = "spec.volumeClaimTemplates.0.spec.resources.requests.storage";
const bound = "topics[call.events].sizeBound";

const of = (resource: Mutant["resource"], ...mutants: readonly Mutant[]): readonly Mutant[] =>
  mutants.map((mutant) => ({ ...mutant, resource: resource ?? brokers }));

// 24 partitions of so many bytes, each three times.
const bytes = (...list: readonly string[]): readonly Mutant[] =>
  of(topic, ...values("config[retention.bytes]", ...list));

// What is said of the size later, the volumes have grown to.
const claim = "kubernetes:core/v1:PersistentVolumeClaimPatch";
const grown = (change: Change) => (mutant: Mutant) => ({
  ...mutant,
  follows: (one: Registration) => (one.type === claim ? change(one) : one),
});
const requested = "spec.resources.requests.storage";
const ungrown = (...mutants: readonly Mutant[]) => mutants.map(grown(setting(requested, undefined)));
const small = (title: string, ...changes: readonly Change[]): Mutant =>
  grown(all(...changes))({ title, change: setting(size, "100Gi") });

const tooSmall = ["2Gi", "20Gi", "100Gi", "432Gi", "432.4Gi", "464G", "464000000000", "400e9", "1", "500M", "500Mi"];

describe("platform-disk-space", () => {
  catches(platformDiskSpace, {
    platform: "prod",
    resource: brokers,
    reports: brokers,
    mutants: [
      ...ungrown(...values(size, ...tooSmall, 464_000_000_000, 2 ** 30)),
      small("its volumes have grown too little", setting(requested, "432Gi")),
      small("how far its volumes have grown is not known", setting(requested, unknown)),
      small("how far its volumes have grown is no quantity", setting(requested, "lots")),
      small("other volumes have grown", (one) => setting("metadata.name", `x${one.inputs.metadata.name}`)(one)),
      small("nobody knows which volumes have grown", setting("metadata.name", unknown)),
      small("volumes of another namespace have grown", setting("metadata.namespace", "orders")),
      small("one volume has not grown", (one) =>
        one.name.startsWith("kafka-2-volume") ? setting(requested, "2Gi")(one) : one,
      ),
      ...of(topics, ...values(bound, 90_393_806_000, 100_000_000_000, 500 * 2 ** 30, 1e12, 1e13)),
      ...bytes("3767000000", "5368709120", "107374182400", "400000000000"),
      ...of(topics, ...values("topics[security.audit].sizeBound", 200 * 2 ** 30)),
      {
        title: "a topic has more partitions",
        change: (resource) => setting("partitions", 64)(setting("config[retention.bytes]", "2147483648")(resource)),
        resource: topic,
      },
    ],
  });
  describe("with more room besides", () => {
    catches(platformDiskSpace, {
      platform: "prod",
      resource: brokers,
      reports: brokers,
      config: { [platformDiskSpace.name]: { most: 0.6 } },
      mutants: [
        ...values("spec.replicas", 3),
        ...ungrown(
          ...values(size, ...tooSmall, "500Gi", "504Gi", "500G", "0.49Ti", "450Gi", "490Gi", "501Gi", "502Gi"),
        ),
      ],
    });
    takes(platformDiskSpace, {
      platform: "prod",
      resource: brokers,
      config: { [platformDiskSpace.name]: { most: 0.6 } },
      mutants: [...values(size, "505Gi", "1Ti"), ...values("spec.replicas", 4)],
    });
  });
  takes(platformDiskSpace, {
    platform: "prod",
    resource: brokers,
    mutants: [
      ...ungrown(...values(size, "433Gi", "465G", "500Gi", "0.5Ti", "1Ti", 1e12)),
      small("its volumes have grown"),
      small("its volumes have grown, and nobody knows by which they are claimed", setting("spec.accessModes", unknown)),
      ...values("spec.replicas", 3, 4, 5),
      // Where volumes or brokers cannot be read, other rules say so.
      ...values(size, undefined, null, unknown, "lots", "", "-1Gi"),
      ...values("spec.replicas", undefined, unknown, 0, 1, 2, "3"),
      ...values("spec.volumeClaimTemplates", undefined, unknown, []),
      // Topics that have no bound, or no three replicas, other rules report.
      ...of(topics, ...values(bound, undefined, unknown, 90_393_804_000), ...values("topics", unknown)),
      ...of(topic, ...values("replicationFactor", unknown, undefined, 300), ...bytes("1073741824", "-1")),
    ],
  });
  takes(platformDiskSpace, {
    resource: brokers,
    // Nobody writes so much there.
    mutants: values(size, "2Gi", "1Gi"),
  });
  it("counts brokers that stand in a list", async () => {
    const inOne =
      (change: Change): Change =>
      (one) =>
        inList({ title: "it", change }).change(one) ?? one;
    const found = async (change: Change) => {
      const platform = (await worldOf("prod")).filter(({ type }) => type !== claim);
      const world = platform.map((one) => (one.name === brokers[1] ? change(one) : one));
      return (await judge(world, { rules: [platformDiskSpace] })).map(({ message }) => message);
    };
    assert.deepEqual(await found(inOne(unchanged)), []);
    const [message, ...others] = await found(inOne(setting(size, "400Gi")));
    assert.deepEqual(others, []);
    assert.match(
      `${message}`,
      /^Found: topics may hold 908\.\d GiB with their replicas, more than 840 GiB \(70 % of the volumes' 1200 GiB\)\. /,
    );
  });
});

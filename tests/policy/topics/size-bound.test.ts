import assert from "node:assert/strict";
import { topicSizeBound } from "../../../policy/policies/topics/size-bound";
import { unknown } from "../../components/mocks";
import { judge } from "../judge";
import { all, type Change, catches, type Mutant, setting, takes, values, worldOf } from "../mutations";

const topics = ["kafka-platform:topics:Topics", "topics"] as const;
const topic = ["kafka:index/topic:Topic", "call.events"] as const;
const path = "topics[call.events].sizeBound";

// What the stack would have stated, it does not.
const unstated = (mutant: Mutant): Mutant => ({
  ...mutant,
  follows: (resource) => (resource.type === topics[0] ? setting(path, undefined)(resource) : resource),
});

// The bytes that a topic says of itself, where the stack states none of it.
const alone = (...list: readonly unknown[]): readonly Mutant[] =>
  values("config[retention.bytes]", ...list).map(unstated);

const bytes = setting("config[retention.bytes]", "1073741824");

describe("topic-size-bound", () => {
  catches(topicSizeBound, {
    resource: topics,
    reports: topic,
    mutants: [
      ...values(path, undefined, null, unknown, 0, -1, -39_636_172_800, "39636172800", "36Gi", "", "0", true, false),
      ...values(path, [], [39_636_172_800], {}, { bytes: 1 }, "none", "forever", "-1", "Infinity"),
    ],
  });
  describe("of a topic whose stack states none", () => {
    catches(topicSizeBound, {
      resource: topic,
      mutants: [
        ...alone(undefined, null, unknown, "-1", "0", "-2", "1Gi", "1073741824.5", "1e9", "1_073_741_824", "", " "),
        ...alone("unlimited", "1073741824 ", 1_073_741_824, true, [], ["1073741824"], {}, { bytes: "1073741824" }),
        unstated({
          title: "how many partitions have these bytes is not known",
          change: (resource) => setting("partitions", unknown)(bytes(resource)),
          also: ["topic-partitions"],
        }),
        unstated({
          title: "bytes delete nothing of what is compacted",
          change: (resource) => setting("config[cleanup.policy]", "compact")(bytes(resource)),
        }),
      ],
    });
    takes(topicSizeBound, { resource: topic, mutants: alone("1", "1073741824", "42949672960") });
    takes(topicSizeBound, {
      resource: topic,
      mutants: [
        // What cannot be read, other rules report.
        ...values("config", undefined, unknown, []).map(unstated),
        ...values("name", undefined, null, unknown, "", 7).map(unstated),
        unstated({ title: "it is the platform's own", change: setting("name", "platform.postflight") }),
      ],
    });
  });
  takes(topicSizeBound, {
    resource: topics,
    mutants: [
      ...values(path, 1, 1024, 39_636_172_800.5),
      // What cannot be read, another rule reports.
      ...values("topics[call.events]", null, unknown, "1Gi", []),
    ],
  });
  describe("that may hold more than any disk", () => {
    const sizes = [10_995_116_277_761, 1e13 * 2, 1e15, 1e18, 1e30, Number.MAX_VALUE, 2 ** 44, 2 ** 50, 2 ** 60, 1e14];
    // 24 partitions of so many bytes.
    const bounds = ["458129844907", "500000000000", "1099511627776", "9223372036854775807", "1000000000000000000000"];
    const more = ["549755813888", "600000000000", "700000000000", "800000000000", "900000000000"];
    catches(topicSizeBound, {
      resource: topics,
      reports: topic,
      mutants: [
        ...values(path, ...sizes),
        ...alone(...bounds, ...more).map((mutant) => ({ ...mutant, resource: topic })),
      ],
    });
    takes(topicSizeBound, {
      resource: topics,
      mutants: [
        ...values(path, 10_995_116_277_760, 1e12),
        ...alone("458129844906").map((mutant) => ({ ...mutant, resource: topic })),
      ],
    });
    takes(topicSizeBound, {
      resource: topics,
      config: { [topicSizeBound.name]: { most: "1Pi" } },
      mutants: values(path, 2 ** 50),
    });
  });

  describe("of an application's own", () => {
    const own = ["kafka:index/topic:Topic", "orders.state"] as const;
    const compacted = setting("config[cleanup.policy]", "compact");
    const judgedBy = (sizeBounds: unknown, title: string, ...changes: readonly Change[]) => ({
      title,
      sizeBounds,
      change: all(compacted, setting("name", own[1]), ...changes),
    });
    const judgedAlone = async ({ change, sizeBounds }: ReturnType<typeof judgedBy>) => {
      const [made] = (await worldOf("dev")).filter(({ type, name }) => type === topic[0] && name === topic[1]);
      assert.ok(made);
      const config = { [topicSizeBound.name]: { sizeBounds } };
      return judge([{ ...change(made), name: own[1] }], { config, rules: [topicSizeBound] });
    };
    for (const one of [
      judgedBy({}, "nothing is said of it"),
      judgedBy({ "orders.other": "100Gi" }, "another is said of"),
      ...["11Ti", "1Pi"].map((size) => judgedBy({ [own[1]]: size }, `its size is ${size}`)),
      judgedBy({ constructor: "1Gi" }, "it is called like what every map has", setting("name", "toString")),
    ]) {
      it(`refuses it where ${one.title}`, async () => {
        const violations = await judgedAlone(one);
        assert.deepEqual(
          violations.map(({ policy, resource }) => [policy, resource]),
          [[topicSizeBound.name, own.join("::")]],
        );
        assert.match(violations[0]?.message ?? "", /sizeBounds of this policy's configuration/);
      });
    }
    for (const size of ["100Gi", "10Ti", "5e9"]) {
      it(`takes it where sizeBounds has ${size}`, async () => {
        assert.deepEqual(await judgedAlone(judgedBy({ [own[1]]: size }, "")), []);
      });
    }
    describe("beside a catalog, where it is no excuse", () => {
      catches(topicSizeBound, {
        resource: topics,
        reports: topic,
        config: { [topicSizeBound.name]: { sizeBounds: { "call.events": "1Gi" } } },
        mutants: values(
          path,
          undefined,
          null,
          unknown,
          0,
          -1,
          "1Gi",
          "",
          [],
          {},
          true,
          false,
          "0",
          "1",
          [1],
          [{}],
          "x",
        ).concat(values(path, "y", "z", "-1", { a: 1 }, "2Gi")),
      });
    });
  });
});

import { topicSizeBound } from "../../../policy/policies/topics/size-bound";
import { unknown } from "../../components/mocks";
import { catches, type Mutant, setting, takes, values } from "../mutations";

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
});

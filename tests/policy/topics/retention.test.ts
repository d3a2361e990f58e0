import { topicRetention } from "../../../policy/policies/topics/retention";
import { unknown } from "../../components/mocks";
import { catches, setting, takes, values } from "../mutations";

const topic = (name: string) => ["kafka:index/topic:Topic", name] as const;
const path = "config[retention.ms]";
const policy = "config[cleanup.policy]";
const wrong = [
  ...[undefined, null, unknown, "-1", "0", "1", "7", "168", "604800", "3599999", "34560000001", "-604800000"],
  ...["9223372036854775807", "7d", "168h", "604800000ms", "604800000.5", "6.048e8", "604_800_000", "604,800,000"],
  ...["", " 604800000", "forever", 604_800_000, true, false, [], ["604800000"], {}, { days: 7 }],
];

describe("topic-retention", () => {
  catches(topicRetention, { resource: topic("call.events"), mutants: values(path, ...wrong) });
  describe("of a topic that is compacted too", () => {
    catches(topicRetention, { resource: topic("billing.transactions"), mutants: values(path, ...wrong) });
  });
  describe("with bounds of one's own", () => {
    const config = { [topicRetention.name]: { leastHours: 24, mostDays: 30 } };
    catches(topicRetention, {
      resource: topic("call.events"),
      config,
      mutants: values(path, ...wrong, "3600000", "86399999", "2592000001", "34560000000"),
    });
    takes(topicRetention, {
      resource: topic("call.events"),
      config,
      mutants: values(path, "86400000", "604800000", "2592000000"),
    });
  });
  takes(topicRetention, {
    resource: topic("call.events"),
    mutants: [
      ...values(path, "3600000", "3600001", "604800000", "34559999999", "34560000000"),
      ...[undefined, "-1", unknown].map((value) => ({
        title: `it is compacted alone, and ${path} is ${value}`,
        change: (resource: Parameters<ReturnType<typeof setting>>[0]) =>
          setting(policy, "compact")(setting(path, value)(resource)),
      })),
      // Where nobody can say how records go, another rule says so.
      ...values(policy, undefined, null, unknown, "Delete"),
      ...values("config", undefined, unknown, []),
    ],
  });
  takes(topicRetention, {
    resource: topic("security.audit"),
    mutants: values(path, undefined, "-1", "604800000"),
  });
});

import { topicClass } from "../../../policy/policies/topics/class";
import { unknown } from "../../components/mocks";
import { catches, setting, takes, values } from "../mutations";

const topics = ["kafka-platform:topics:Topics", "topics"] as const;
const topic = (name: string) => ["kafka:index/topic:Topic", name] as const;
const policy = "config[cleanup.policy]";
const lag = "config[min.compaction.lag.ms]";
const clock = "config[message.timestamp.type]";

describe("topic-class", () => {
  describe("of a standard topic", () => {
    catches(topicClass, {
      resource: topics,
      reports: topic("call.events"),
      mutants: [
        ...values(
          "topics[call.events].class",
          undefined,
          null,
          unknown,
          "",
          " ",
          "Standard",
          "STANDARD",
          "normal",
          "gold",
        ),
        ...values("topics[call.events].class", "standard ", "constructor", "__proto__", "toString", "hasOwnProperty"),
        ...values("topics[call.events].class", 0, 1, true, [], ["standard"], {}, { name: "standard" }),
        // It is deleted by time, as the new class forbids.
        ...values("topics[call.events].class", "critical"),
        ...values("topics[call.events].class", "immutable"),
      ],
    });
    takes(topicClass, {
      resource: topic("call.events"),
      mutants: values(policy, "delete", "compact", "compact,delete"),
    });
  });
  describe("of a critical topic", () => {
    takes(topicClass, {
      resource: topic("billing.transactions"),
      mutants: [
        ...values(policy, "compact", "compact,delete", "delete,compact"),
        // What cannot be read, other rules report.
        ...values(policy, undefined, null, unknown, "Compact", ["compact"]),
        ...values("config", undefined, unknown, []),
        ...values(lag, "1", "9223372036854775807"),
      ],
    });
  });
  describe("of an immutable topic", () => {
    catches(topicClass, {
      resource: topic("security.audit"),
      mutants: [
        ...values(policy, "delete", "compact,delete", "delete,compact", "delete, compact").map((mutant) => ({
          ...mutant,
          // For ever is no time after which records are deleted.
          also: ["topic-retention"],
        })),
        ...values(policy, "delete").map((mutant) => ({
          ...{ ...mutant, title: "a critical topic is only deleted from", resource: topic("billing.transactions") },
        })),
        ...values(lag, undefined, null, unknown, "", "0", "1", "-1", "604800000", "9223372036854775806", "never"),
        ...values(lag, 9223372036854775807n.toString().slice(0, -1), 604_800_000, true, [], {}),
        ...values(clock, undefined, null, unknown, "", "CreateTime", "logappendtime", "LogAppend", "LOG_APPEND_TIME"),
        ...values(clock, "LogAppendTime ", true, ["LogAppendTime"]),
      ],
    });
    takes(topicClass, {
      resource: topic("security.audit"),
      mutants: [
        ...values("config[segment.ms]", "3600000"),
        // What cannot be read, other rules report.
        ...values(policy, undefined, unknown, "Compact"),
        ...values("config", undefined, unknown, []),
      ],
    });
    takes(topicClass, {
      resource: topics,
      mutants: [
        // Nothing is promised of what is not described, and what is described wrongly another rule reports.
        ...values("topics[security.audit]", undefined, null, unknown, "immutable", []),
        { title: "it is critical only", change: setting("topics[security.audit].class", "critical") },
      ],
    });
  });
  describe("of a critical topic that is no longer compacted", () => {
    takes(topicClass, { resource: topics, mutants: values("topics[billing.transactions].class", "standard") });
  });
});

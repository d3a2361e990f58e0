import { topicConfigKnown } from "../../../policy/policies/topics/config-known";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";

const topic = (name: string) => ["kafka:index/topic:Topic", name] as const;

const noMap = [
  ...[undefined, null, unknown, "", "{}", "min.insync.replicas=2", '{"min.insync.replicas":"2"}', "default", 0, 2, -1],
  ...[true, false, [], [unknown], ["min.insync.replicas=2"], [{ "min.insync.replicas": "2" }], [[]]],
];

describe("topic-config-known", () => {
  catches(topicConfigKnown, {
    resource: topic("call.events"),
    mutants: [
      ...values("config", ...noMap),
      // Compacted ones, and the platform's own.
      ...["billing.transactions", "security.audit", "platform.postflight"].flatMap((name) =>
        values("config", undefined, unknown).map((mutant) => ({
          ...{ ...mutant, title: `${mutant.title} in ${name}`, resource: topic(name) },
        })),
      ),
    ],
  });
  takes(topicConfigKnown, {
    resource: topic("call.events"),
    mutants: [
      // What is in it, other rules judge.
      ...values("config", {}, { "min.insync.replicas": unknown }, { "cleanup.policy": "delete" }),
      ...values("config[segment.ms]", "3600000"),
    ],
  });
});

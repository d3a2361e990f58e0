import { topicCleanupPolicy } from "../../../policy/policies/topics/cleanup-policy";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";

const path = "config[cleanup.policy]";

describe("topic-cleanup-policy", () => {
  const wrong = [
    ...[undefined, null, unknown, "", " ", ",", "none", "Delete", "DELETE", "deleted", "compacted", "compaction"],
    ...["delete,", ",compact", "compact;delete", "compact delete", "compact|delete", "delete,archive", "[delete]"],
    ...["compact,,delete", true, false, 0, ["delete"], ["compact", "delete"], [], {}, { policy: "delete" }],
  ];
  catches(topicCleanupPolicy, {
    resource: ["kafka:index/topic:Topic", "call.events"],
    mutants: values(path, ...wrong),
  });
  // Of topics that promise more, this rule alone speaks too.
  catches(topicCleanupPolicy, {
    resource: ["kafka:index/topic:Topic", "security.audit"],
    mutants: values(path, ...wrong),
  });
  catches(topicCleanupPolicy, {
    resource: ["kafka:index/topic:Topic", "billing.transactions"],
    mutants: values(path, ...wrong),
  });
  takes(topicCleanupPolicy, {
    resource: ["kafka:index/topic:Topic", "call.events"],
    mutants: [
      ...values(path, "delete", "compact", "compact,delete", "delete,compact", "compact, delete"),
      // Where there are no settings, another rule says so.
      ...values("config", undefined, null, unknown, "delete"),
    ],
  });
});

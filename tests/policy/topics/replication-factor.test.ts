import { topicReplicationFactor } from "../../../policy/policies/topics/replication-factor";
import { unknown } from "../../components/mocks";
import { catches, values } from "../mutations";

describe("topic-replication-factor", () => {
  const wrong = [
    undefined,
    null,
    unknown,
    -1,
    0,
    1,
    2,
    2.5,
    4,
    5,
    7,
    300,
    -3,
    "3",
    "three",
    "",
    true,
    false,
    [3],
    {},
    { value: 3 },
  ];
  catches(topicReplicationFactor, {
    resource: ["kafka:index/topic:Topic", "call.events"],
    mutants: values("replicationFactor", ...wrong),
  });
});

import { topicPartitions } from "../../../policy/policies/topics/partitions";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";

const topic = ["kafka:index/topic:Topic", "call.events"] as const;

describe("topic-partitions", () => {
  const wrong = [
    ...[undefined, null, unknown, 0, -1, -24, 65, 66, 100, 128, 1000, 65_536, 0.5, 1.5, 24.5, 63.999, 64.001],
    ...["24", "twenty-four", "", true, false, [], [24], {}, { value: 24 }],
  ];
  catches(topicPartitions, { resource: topic, mutants: values("partitions", ...wrong) });
  describe("with bounds of one's own", () => {
    const config = { [topicPartitions.name]: { least: 6, most: 12 } };
    // Another topic of the platform's is judged only where it changes.
    catches(topicPartitions, {
      resource: ["kafka:index/topic:Topic", "crm.updates"],
      config,
      mutants: values("partitions", ...wrong, 1, 2, 3, 5, 13, 24, 64),
    });
    takes(topicPartitions, { resource: topic, config, mutants: values("partitions", 6, 7, 8, 9, 10, 11, 12) });
  });
  takes(topicPartitions, {
    resource: topic,
    mutants: values("partitions", ...Array.from({ length: 64 }, (_, index) => index + 1)),
  });
  takes(topicPartitions, {
    resource: topic,
    config: { [topicPartitions.name]: { most: 1000 } },
    mutants: values("partitions", 65, 1000),
  });
});

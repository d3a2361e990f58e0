import { brokerInternalTopics } from "../../../policy/policies/brokers/internal-topics";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines } from "./files";

describe("broker-internal-topics", () => {
  const keys = {
    "offsets.topic.replication.factor": ["0", "1", "2", "4", "three", "", "3.0"],
    "transaction.state.log.replication.factor": ["0", "1", "2", "5", "-1", ""],
    "transaction.state.log.min.isr": ["0", "1", "3", "two", ""],
  };
  const ofShares = {
    "share.coordinator.state.topic.replication.factor": ["1", "2", "-1", "three"],
    "share.coordinator.state.topic.min.isr": ["1", "3", ""],
  };
  catches(brokerInternalTopics, {
    resource: brokerFiles,
    mutants: [
      ...Object.entries(keys).flatMap(([key, wrong]) => lines(key, undefined, ...wrong)),
      ...Object.entries(ofShares).flatMap(([key, wrong]) => lines(key, ...wrong)),
      ...disguises("offsets.topic.replication.factor", "1"),
      ...disguises("transaction.state.log.min.isr", "1"),
    ],
  });
  takes(brokerInternalTopics, {
    resource: brokerFiles,
    mutants: [
      ...Object.keys(ofShares).flatMap((key) => lines(key, undefined)),
      ...lines("offsets.topic.num.partitions", "1"),
      ...lines("transaction.state.log.min.isr", " 2"),
    ],
  });
  takes(brokerInternalTopics, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: Object.keys(keys).flatMap((key) => lines(key, undefined)),
  });
});

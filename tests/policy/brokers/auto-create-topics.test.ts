import { brokerAutoCreateTopics } from "../../../policy/policies/brokers/auto-create-topics";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, notFalse } from "./files";

describe("broker-auto-create-topics", () => {
  catches(brokerAutoCreateTopics, {
    resource: brokerFiles,
    mutants: [
      ...lines("auto.create.topics.enable", undefined, ...notFalse),
      ...disguises("auto.create.topics.enable", "true"),
    ],
  });
  takes(brokerAutoCreateTopics, {
    resource: brokerFiles,
    mutants: [
      ...lines("auto.create.topics.enable", "FALSE", "False", " false "),
      ...lines("delete.topic.enable", "true"),
    ],
  });
  takes(brokerAutoCreateTopics, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: lines("auto.create.topics.enable", undefined, "true"),
  });
});

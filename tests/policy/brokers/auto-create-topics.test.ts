import { brokerAutoCreateTopics } from "../../../policy/policies/brokers/auto-create-topics";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, reference } from "./files";

describe("broker-auto-create-topics", () => {
  const wrong = [
    undefined,
    "",
    "true",
    "TRUE",
    "True",
    "yes",
    "no",
    "0",
    "1",
    "null",
    "falsch",
    "false,false",
    reference,
  ];
  catches(brokerAutoCreateTopics, {
    resource: brokerFiles,
    mutants: [...lines("auto.create.topics.enable", ...wrong), ...disguises("auto.create.topics.enable", "true")],
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

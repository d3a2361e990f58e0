import { brokerUncleanLeaderElection } from "../../../policy/policies/brokers/unclean-leader-election";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, reference } from "./files";

describe("broker-unclean-leader-election", () => {
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
  catches(brokerUncleanLeaderElection, {
    resource: brokerFiles,
    mutants: [
      ...lines("unclean.leader.election.enable", ...wrong),
      ...disguises("unclean.leader.election.enable", "true"),
    ],
  });
  takes(brokerUncleanLeaderElection, {
    resource: brokerFiles,
    mutants: [
      ...lines("unclean.leader.election.enable", "FALSE", "False", " false "),
      ...lines("delete.topic.enable", "true"),
    ],
  });
});

describe("broker-unclean-leader-election, of controllers", () => {
  const wrong = [
    undefined,
    "",
    "true",
    "TRUE",
    "True",
    "yes",
    "no",
    "on",
    "off",
    "0",
    "1",
    "2",
    "null",
    "falsch",
    "fals",
  ];
  catches(brokerUncleanLeaderElection, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: lines(
      "unclean.leader.election.enable",
      ...wrong,
      "f",
      "t",
      "enabled",
      "disabled",
      "never",
      "false;",
      "false,false",
    ),
  });
});

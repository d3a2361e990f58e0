import { brokerUncleanLeaderElection } from "../../../policy/policies/brokers/unclean-leader-election";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, notFalse } from "./files";

describe("broker-unclean-leader-election", () => {
  catches(brokerUncleanLeaderElection, {
    resource: brokerFiles,
    mutants: [
      ...lines("unclean.leader.election.enable", undefined, ...notFalse),
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
  catches(brokerUncleanLeaderElection, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: lines("unclean.leader.election.enable", undefined, ...notFalse),
  });
});

import { brokerRule, isFalse, said } from "../../lib/broker-files";

const key = "unclean.leader.election.enable";

export const brokerUncleanLeaderElection = brokerRule({
  name: "broker-unclean-leader-election",
  must: "It is written out that no replica that lacks acknowledged records ever leads a partition.",
  why: "Such a leader makes the others throw away what it never had. Written out, nobody has to know the default, and no other version changes it.",
  fix: `Write ${key}=false into the configuration of brokers and controllers.`,
  absolute: true,
  judge: (file) => (isFalse(file, key) ? [] : [said(file, key)]),
});

import { show } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { configOf, hasConfig, topicType } from "../../lib/topics";

export const topicUncleanLeaderElection = resourceRule({
  name: "topic-unclean-leader-election",
  must: "No replica that lacks acknowledged records ever leads a partition.",
  why: "Such a leader makes the others throw away what it never had.",
  fix: 'Set config["unclean.leader.election.enable"] to "false", or leave it out.',
  absolute: true,
  of: topicType,
  judge: (topic) => {
    const found = configOf(topic, "unclean.leader.election.enable");
    // Where there are no settings, another rule says so.
    return !hasConfig(topic) || found === undefined || found === "false"
      ? []
      : [`config["unclean.leader.election.enable"] is ${show(found)}`];
  },
});

import { aclType, credentialType, quotaType } from "../../lib/access";
import { resourceRule } from "../../lib/rule";
import { topicType } from "../../lib/topics";

const types = [topicType, aclType, quotaType, credentialType];

export const platformNoIgnoredChanges = resourceRule({
  name: "platform-no-ignored-changes",
  must: "Of topics, access rules, quotas and users, Pulumi changes whatever their programs change.",
  why: "With ignoreChanges, Kafka keeps what was there before, and the rules are shown that: what the program says is neither done nor judged.",
  fix: "Leave the resource option ignoreChanges out. What is not to change, say in the program as it is.",
  of: new RegExp(`^(${types.join("|")})$`),
  judge: ({ opts: { ignoreChanges } }) =>
    ignoreChanges.length === 0 ? [] : [`the option ignoreChanges is ${JSON.stringify(ignoreChanges)}`],
});

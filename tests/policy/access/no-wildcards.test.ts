import { accessNoWildcards } from "../../../policy/policies/access/no-wildcards";
import { unknown } from "../../components/mocks";
import { all, catches, setting, takes, values } from "../mutations";
import { groupRule, readRule, transactionRule, writeRule } from "./resources";

const breakGlass = { "access-no-wildcards": { breakGlass: ["User:voicecore-producer"] } };

describe("access-no-wildcards", () => {
  const nobody = [
    ...[undefined, null, unknown, "", " ", "*", 1, true, {}, ["User:*"], "User", "User:", "User: ", "User:*"],
    ...[
      "voicecore-producer",
      "user:voicecore-producer",
      "USER:*",
      "Group:voicecore",
      "ServiceAccount:orders",
      "User *",
    ],
  ];
  catches(accessNoWildcards, {
    resource: writeRule,
    mutants: [
      ...values("aclPrincipal", ...nobody),
      ...values("aclResourceName", "*"),
      ...values("resourcePatternTypeFilter", "Any", "Match"),
      ...values("aclOperation", "All", "Any"),
      {
        title: "all may be done with all topics",
        change: all(setting("aclResourceName", "*"), setting("aclOperation", "All")),
      },
      { title: "another may read all topics", resource: readRule, change: setting("aclResourceName", "*") },
      { title: "another may do all in a group", resource: groupRule, change: setting("aclOperation", "All") },
      { title: "transactions may have any id", resource: transactionRule, change: setting("aclResourceName", "*") },
      {
        title: "everybody is forbidden",
        change: all(setting("aclPrincipal", "User:*"), setting("aclPermissionType", "Deny")),
      },
    ],
  });
  takes(accessNoWildcards, {
    resource: writeRule,
    mutants: [
      ...values("aclHost", "*", "10.0.0.7"),
      ...values("aclResourceName", "orders.*", "o"),
      ...values("resourcePatternTypeFilter", "Prefixed"),
      ...values("aclOperation", "Describe"),
      ...values("aclPrincipal", "User:\u00a7CN=orders,OU=owner-1"),
    ],
  });
  takes(accessNoWildcards, {
    resource: writeRule,
    config: breakGlass,
    mutants: [...values("aclOperation", "All", "Any"), ...values("aclResourceName", "*")],
  });
});

describe("access-no-wildcards, with another who may break the glass", () => {
  const nobody = ["User:*", "User:", "voicecore-producer", undefined, "user:voicecore-producer"];
  catches(accessNoWildcards, {
    resource: readRule,
    config: breakGlass,
    mutants: [
      ...nobody.flatMap((principal) => [
        ...values("aclPrincipal", principal),
        ...["Allow", "Deny"].map((permission) => ({
          title: `${permission} is for ${principal}, and all topics`,
          change: all(
            setting("aclPrincipal", principal),
            setting("aclPermissionType", permission),
            setting("aclResourceName", "*"),
          ),
        })),
      ]),
      ...values("aclOperation", "All", "Any"),
      ...values("aclResourceName", "*"),
      ...values("resourcePatternTypeFilter", "Any", "Match"),
    ],
  });
});

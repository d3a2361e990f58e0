import { accessExplicitRule } from "../../../policy/policies/access/explicit-rule";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";
import { groupRule, writeRule } from "./resources";

describe("access-explicit-rule", () => {
  const never = [undefined, null, unknown, "", 1, true, [], {}];
  catches(accessExplicitRule, {
    resource: writeRule,
    mutants: [
      ...values("aclPermissionType", ...never, "allow", "ALLOW", "Allowed", "Permit", "Any", "deny"),
      ...values("aclResourceType", ...never, "topic", "TOPIC", "Topics", "TransactionalId", "DelegationToken", "Any"),
      ...values("resourcePatternTypeFilter", ...never, "literal", "PREFIXED", "Prefix", "Prefixed ", "Regex"),
      ...values("aclOperation", ...never, "write", "WRITE", "Writes", "Read,Write", "*", "all", "Unknown"),
      ...values("aclHost", ...never, " "),
      ...values("aclResourceName", ...never, " "),
    ],
  });
  takes(accessExplicitRule, {
    resource: groupRule,
    mutants: [
      ...values("aclPermissionType", "Deny"),
      ...values("aclResourceType", "Topic", "TransactionalID"),
      ...values("resourcePatternTypeFilter", "Prefixed"),
      ...values("aclOperation", "Describe", "Delete", "DescribeConfigs"),
      ...values("aclHost", "10.0.0.7"),
      ...values("aclResourceName", "orders", "orders."),
    ],
  });
});

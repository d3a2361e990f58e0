import { aclType } from "../../lib/access";
import { type Plain, show } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";

type Demand = (value: Plain) => boolean;

const oneOf =
  (...words: readonly string[]): Demand =>
  (value) =>
    words.some((word) => word === value);
const text: Demand = (value) => typeof value === "string" && value.trim() !== "";

// What is a wildcard is Kafka's word too, and another rule's to report; so is the principal.
const demands: Readonly<Record<string, Demand>> = {
  aclPermissionType: oneOf("Allow", "Deny"),
  aclResourceType: oneOf("Topic", "Group", "Cluster", "TransactionalID"),
  resourcePatternTypeFilter: oneOf("Literal", "Prefixed", "Any", "Match"),
  aclOperation: oneOf(
    ...["Read", "Write", "Create", "Delete", "Alter", "Describe", "ClusterAction"],
    ...["DescribeConfigs", "AlterConfigs", "IdempotentWrite", "All", "Any"],
  ),
  aclHost: text,
  aclResourceName: text,
};

export const accessExplicitRule = resourceRule({
  name: "access-explicit-rule",
  must: "An access rule writes out all that it says, in Kafka's words.",
  why: "The provider takes any word: Kafka refuses some of them half way through an update, and with others the rule is not the one that was meant.",
  fix: 'Set aclPermissionType to "Allow" or "Deny", aclResourceType to "Topic", "Group", "TransactionalID" or "Cluster", resourcePatternTypeFilter to "Literal" or "Prefixed", aclOperation to an operation as "Read", aclHost to "*" or an address, and aclResourceName to a name; mind capital letters.',
  of: aclType,
  judge: ({ props }) =>
    Object.entries(demands)
      .filter(([key, isRight]) => !isRight(props[key]))
      .map(([key]) => `${key} is ${show(props[key])}`),
});

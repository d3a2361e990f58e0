import { accessCluster } from "../../../policy/policies/access/cluster";
import { all, type Change, catches, setting, takes, unchanged, values } from "../mutations";
import { groupRule, newRule, readRule, transactionRule, writeRule } from "./resources";

const operations = [
  ...["Read", "Write", "Create", "Delete", "Alter", "Describe", "ClusterAction", "DescribeConfigs"],
  ...["AlterConfigs", "IdempotentWrite"],
];
const cluster = all(setting("aclResourceType", "Cluster"), setting("aclResourceName", "kafka-cluster"));
const withOperation = (operation: string): Change => all(cluster, setting("aclOperation", operation));

describe("access-cluster", () => {
  const administrators = { "access-cluster": { administrators: ["User:voicecore-producer"] } };
  const wildcards = ["access-no-wildcards"];
  catches(accessCluster, {
    resource: writeRule,
    mutants: [
      ...operations.map((operation) => ({ title: `${operation} is allowed`, change: withOperation(operation) })),
      ...operations.map((operation) => ({
        title: `${operation} is allowed to another`,
        resource: groupRule,
        change: withOperation(operation),
      })),
      { title: "all is allowed", change: withOperation("All"), also: wildcards },
      { title: "everybody is allowed", change: all(cluster, setting("aclPrincipal", "User:*")), also: wildcards },
      { title: "the name is not the cluster's", change: setting("aclResourceType", "Cluster") },
      { title: "the type alone is changed", resource: transactionRule, change: setting("aclResourceType", "Cluster") },
      { title: "it is for a beginning", change: all(cluster, setting("resourcePatternTypeFilter", "Prefixed")) },
      {
        title: "it is for a certificate",
        change: all(cluster, setting("aclPrincipal", "User:\u00a7CN=orders,OU=owner-1")),
      },
      {
        title: "there is one more rule",
        change: unchanged,
        adds: [newRule({ aclResourceType: "Cluster", aclOperation: "AlterConfigs" })],
        reports: ["kafka:index/acl:Acl", "new-rule"],
      },
    ],
  });
  takes(accessCluster, {
    resource: readRule,
    mutants: [
      { title: "it is denied", change: all(cluster, setting("aclPermissionType", "Deny")) },
      ...values("aclResourceName", "kafka-cluster"),
      ...values("aclOperation", "Describe", "AlterConfigs"),
    ],
  });
  takes(accessCluster, {
    resource: writeRule,
    config: administrators,
    mutants: [{ title: "it is an administrator's", change: cluster }],
  });
});

describe("access-cluster, with administrators", () => {
  // The rule was the one by which somebody reads the topic.
  const unread = ["platform-topics-readable"];
  catches(accessCluster, {
    resource: readRule,
    config: { "access-cluster": { administrators: ["User:voicecore-producer", "voicecore-consumers"] } },
    mutants: [
      ...operations.map((operation) => ({
        title: `${operation} is another's`,
        change: withOperation(operation),
        also: unread,
      })),
      ...operations.map((operation) => ({
        title: `${operation} is that of a group's rule`,
        resource: groupRule,
        change: withOperation(operation),
      })),
    ],
  });
});

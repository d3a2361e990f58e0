import { accessTransactionalIds } from "../../../policy/policies/access/transactional-ids";
import { all, catches, setting, takes, unchanged, values } from "../mutations";
import { applications, describing, newRule, readRule, transactionRule } from "./resources";

const theirs = (aclResourceName: string, inputs: object = {}) =>
  newRule({
    ...{ aclResourceType: "TransactionalID", aclOperation: "Write", resourcePatternTypeFilter: "Prefixed" },
    ...{ aclResourceName, ...inputs },
  });

describe("access-transactional-ids", () => {
  const reports = ["kafka:index/acl:Acl", "new-rule"] as const;
  const shared = [
    ...["voicecore-producer-", "voicecore-producer", "voicecore-", "voicecore", "v", "voicecore-producer-2"],
    ...["voicecore-producer-calls-", "voicecore-producer--", "voicecore-producer-*"],
  ];
  const literal = { resourcePatternTypeFilter: "Literal" };
  const platforms = ["kafka-platform-", "kafka-platform-x", "kafka-platform", "kafka-", "kafka", "k"];
  catches(accessTransactionalIds, {
    resource: transactionRule,
    mutants: [
      ...values("aclResourceName", ...platforms),
      ...["kafka-platform-", "kafka-platform-check-1"].map((name) => ({
        title: `the id is ${name} itself`,
        change: all(setting("aclResourceName", name), setting("resourcePatternTypeFilter", "Literal")),
      })),
      ...shared.map((name) => ({
        title: `another's begin with ${name}`,
        change: unchanged,
        reports,
        adds: [theirs(name)],
      })),
      ...["voicecore-producer-", "voicecore-producer-7"].map((name) => ({
        title: `another's is ${name} itself`,
        change: unchanged,
        reports,
        adds: [theirs(name, literal)],
      })),
      {
        title: "a rule for a topic becomes one for the ids of another",
        resource: readRule,
        reports: readRule,
        also: ["platform-topics-readable"],
        change: all(setting("aclResourceType", "TransactionalID"), setting("aclResourceName", "voicecore-producer-1")),
      },
      {
        title: "both are the same id",
        change: all(setting("resourcePatternTypeFilter", "Literal"), setting("aclResourceName", "calls")),
        reports,
        adds: [theirs("calls", literal)],
      },
      {
        title: "another may only describe them",
        change: unchanged,
        reports,
        adds: [theirs("voicecore-producer-", { aclOperation: "Describe" })],
      },
    ],
  });
  takes(accessTransactionalIds, {
    resource: transactionRule,
    mutants: [
      ...values("aclResourceName", "orders-", "platform-kafka-", "kafka-orders-"),
      {
        title: "both have all, which another rule says",
        change: setting("aclResourceName", "*"),
        adds: [theirs("*")],
      },
      { title: "another has others", change: unchanged, adds: [theirs("voicecore-consumers-")] },
      {
        title: "another is denied them",
        change: unchanged,
        adds: [theirs("voicecore-producer-", { aclPermissionType: "Deny" })],
      },
      {
        title: "another's group is called so",
        change: unchanged,
        adds: [newRule({ aclResourceType: "Group", aclResourceName: "voicecore-producer-" })],
      },
      { title: "another's id ends before", change: unchanged, adds: [theirs("voicecore-producer", literal)] },
      {
        title: "a second user of the application has the same",
        resource: applications,
        change: describing("voicecore-producer", { rotation: 2 }),
        adds: [theirs("voicecore-producer-", { aclPrincipal: "User:voicecore-producer.2" })],
      },
      {
        title: "a twelfth user of the application has the same",
        resource: applications,
        change: describing("voicecore-producer", { rotation: 12 }),
        adds: [theirs("voicecore-producer-", { aclPrincipal: "User:voicecore-producer.12" })],
      },
    ],
  });
});

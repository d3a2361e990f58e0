import { accessReplacedInOrder } from "../../../policy/policies/access/replaced-in-order";
import { type Change, catches, type Mutant, takes, unchanged, values } from "../mutations";
import { newQuota, newRule, newUser, quota, readRule, user, writeRule } from "./resources";

const without: Change = (resource) => ({ ...resource, deleteBeforeReplace: false });

describe("access-replaced-in-order", () => {
  const topics = [
    ...["call.events", "ai.interactions", "crm.updates", "system.metrics", "notification.events"],
    ...["integration.events", "analytics.events", "billing.transactions", "security.audit"],
  ];
  const names = ["voicecore-producer", "voicecore-consumers"];
  const resources: readonly NonNullable<Mutant["resource"]>[] = [
    ...topics.map((topic) => ["kafka:index/acl:Acl", `voicecore-producer/Write/Topic/Literal/${topic}`] as const),
    ...topics.map((topic) => ["kafka:index/acl:Acl", `voicecore-consumers/Read/Topic/Literal/${topic}`] as const),
    ...names.map((name) => [quota[0], name] as const),
    ...names.map((name) => [user[0], name] as const),
  ];
  const added = [
    { what: "rule", one: newRule({}) },
    { what: "user", one: newUser("voicecore-producer") },
    { what: "quota", one: newQuota({ entityName: "voicecore-producer" }) },
  ];
  catches(accessReplacedInOrder, {
    resource: writeRule,
    mutants: [
      ...resources.map((resource) => ({
        title: `the option is not set of ${resource.join("::")}`,
        resource,
        change: without,
      })),
      ...added.map(({ what, one }) => ({
        title: `there is a ${what} without the option`,
        change: unchanged,
        adds: [without(one)],
        reports: [one.type, one.name] as const,
      })),
    ],
  });
  takes(accessReplacedInOrder, {
    resource: readRule,
    mutants: [
      ...values("aclResourceName", "crm.updates"),
      { title: "what is replaced too is not said", change: (resource) => ({ ...resource, replaceOnChanges: [] }) },
      { title: "a topic is without the option", resource: ["kafka:index/topic:Topic", "call.events"], change: without },
    ],
  });
});

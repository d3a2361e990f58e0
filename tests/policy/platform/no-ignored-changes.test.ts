import { platformNoIgnoredChanges } from "../../../policy/policies/platform/no-ignored-changes";
import {
  groupRule,
  newQuota,
  newRule,
  newUser,
  quota,
  readRule,
  transactionRule,
  user,
  writeRule,
} from "../access/resources";
import { catches, type Mutant, option, takes, unchanged } from "../mutations";

const topic = ["kafka:index/topic:Topic", "call.events"] as const;
const audit = ["kafka:index/topic:Topic", "security.audit"] as const;
const paths = ["*", "config", 'config["min.insync.replicas"]', "password", ""];

const ignoring = (resource: NonNullable<Mutant["resource"]>, ...ignoreChanges: readonly string[]): Mutant => ({
  ...{ title: `${resource.join("::")} ignores ${JSON.stringify(ignoreChanges)}`, resource },
  change: option({ ignoreChanges }),
});

describe("platform-no-ignored-changes", () => {
  const resources = [topic, audit, writeRule, readRule, groupRule, transactionRule, quota, user];
  const added = [newRule({}), newUser("voicecore-producer"), newQuota({ entityName: "voicecore-producer" })];
  catches(platformNoIgnoredChanges, {
    resource: topic,
    mutants: [
      ...resources.flatMap((resource) => paths.map((path) => ignoring(resource, path))),
      ...resources.map((resource) => ignoring(resource, "partitions", "replicationFactor")),
      ...added.map((one) => ({
        title: `there is one more ${one.type} that ignores changes`,
        change: unchanged,
        adds: [option({ ignoreChanges: ["config"] })(one)],
        reports: [one.type, one.name] as const,
      })),
    ],
  });
  takes(platformNoIgnoredChanges, {
    resource: topic,
    mutants: [
      ...resources.map((resource) => ignoring(resource)),
      { title: "it is made anew by some", change: option({ replaceOnChanges: ["name"] }) },
      ignoring(["kubernetes:apps/v1:StatefulSet", "kafka-brokers"], "spec.replicas"),
    ],
  });
});

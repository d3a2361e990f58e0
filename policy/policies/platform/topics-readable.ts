import { at, type Plain } from "../../lib/plain";
import { type Judged, stackRule } from "../../lib/rule";
import { isNamed, isPlatforms, topicsOf } from "../../lib/topics";

const aclType = "kafka:index/acl:Acl";

export const platformTopicsReadable = stackRule({
  name: "platform-topics-readable",
  must: "Somebody may read every topic.",
  why: "A topic that nobody may read fills disks for nothing; most often a name was misspelt, and its reader waits.",
  fix: "Name the topic in consumes of an application in catalog/applications.ts; or take the topic out of the catalog where nobody wants it.",
  judge: (resources) => {
    const acls = resources.filter(({ type }) => type === aclType);
    // An application's own stack gives nobody access.
    if (acls.length === 0 && !resources.some(({ type }) => type === "kafka-platform:access:Applications")) {
      return [];
    }
    return topicsOf(resources)
      .filter((topic) => isNamed(topic) && !isPlatforms(topic))
      .filter(({ props: { name } }) => !acls.some((acl) => letsRead(acl, name as string)))
      .map(({ urn }) => ({ found: "no kafka.Acl allows Read on it", urn }));
  },
});

// What is none of Kafka's words, another rule reports: here it may mean what is needed.
const words: Readonly<Record<string, { readonly right: readonly string[]; readonly wrong: readonly string[] }>> = {
  aclPermissionType: { right: ["Allow"], wrong: ["Deny"] },
  aclResourceType: { right: ["Topic"], wrong: ["Group", "Cluster", "TransactionalID", "DelegationToken", "User"] },
  aclOperation: {
    right: ["Read", "All"],
    wrong: [
      ...["Write", "Create", "Delete", "Alter", "Describe", "ClusterAction", "DescribeConfigs", "AlterConfigs"],
      ...["IdempotentWrite", "CreateTokens", "DescribeTokens"],
    ],
  },
};

const letsRead = ({ props }: Judged, topic: string): boolean =>
  Object.entries(words).every(([key, { wrong }]) => !wrong.includes(props[key] as string)) &&
  isAbout(at(props, "aclResourceName"), at(props, "resourcePatternTypeFilter"), topic);

function isAbout(name: Plain, pattern: Plain, topic: string): boolean {
  if (typeof name !== "string") {
    return true;
  }
  return name === topic || name === "*" || (pattern !== "Literal" && topic.startsWith(name));
}

import { aclType, nameOf } from "../../lib/access";
import type { Plain } from "../../lib/plain";
import { type Judged, ofType, stackRule } from "../../lib/rule";
import { isNamed, isPlatforms, topicsOf } from "../../lib/topics";

export const platformTopicsReadable = stackRule({
  name: "platform-topics-readable",
  must: "Somebody may read every topic.",
  why: "A topic that nobody may read fills disks for nothing; most often a name was misspelt, and its reader waits.",
  fix: "Name the topic in consumes of an application in catalog/applications.ts; or take the topic out of the catalog where nobody wants it.",
  judge: (resources) => {
    const acls = ofType(resources, aclType);
    // An application's own stack gives nobody access.
    if (acls.length === 0 && !resources.some(({ type }) => type === "kafka-platform:access:Applications")) {
      return [];
    }
    return topicsOf(resources)
      .filter((topic) => isNamed(topic) && !isPlatforms(topic, resources))
      .filter(({ props: { name } }) => !acls.some((acl) => letsRead(acl, name as string)))
      .map(({ urn }) => ({ found: "no kafka.Acl allows Read on it", urn }));
  },
});

// What is none of Kafka's words, another rule reports: here it may mean what is needed.
const otherWords: Readonly<Record<string, readonly string[]>> = {
  aclPermissionType: ["Deny"],
  aclResourceType: ["Group", "Cluster", "TransactionalID", "DelegationToken", "User"],
  aclOperation: [
    ...["Write", "Create", "Delete", "Alter", "Describe", "ClusterAction", "DescribeConfigs", "AlterConfigs"],
    ...["IdempotentWrite", "CreateTokens", "DescribeTokens"],
  ],
};

function letsRead(acl: Judged, topic: string): boolean {
  const { aclResourceName, resourcePatternTypeFilter } = acl.props;
  // One for nobody in particular, another rule reports: nobody can say what was meant.
  const isMeant =
    nameOf(acl) === undefined ||
    Object.entries(otherWords).every(([key, wrong]) => !wrong.includes(acl.props[key] as string));
  return isMeant && isAbout(aclResourceName, resourcePatternTypeFilter, topic);
}

function isAbout(name: Plain, pattern: Plain, topic: string): boolean {
  if (typeof name !== "string") {
    return true;
  }
  return name === topic || name === "*" || (pattern !== "Literal" && topic.startsWith(name));
}

import { aclType, applicationOf, nameOf } from "../../lib/access";
import { type Judged, ofType, stackRule } from "../../lib/rule";

interface Ids {
  readonly application: string;
  readonly name: string;
  readonly isPrefix: boolean;
}

// The platform proves with transactions of its own that Kafka works.
const platforms: Ids = { application: "the platform itself", name: "kafka-platform-", isPrefix: true };

const begins = (one: Ids, other: Ids): boolean => one.isPrefix && other.name.startsWith(one.name);
const overlap = (one: Ids, other: Ids): boolean => one.name === other.name || begins(one, other) || begins(other, one);

/** @returns none where an access rule is about something else, denies, or says too little: then another rule says so */
function idsOf(acl: Judged): readonly Ids[] {
  const { aclResourceType, aclResourceName: name, aclPermissionType, resourcePatternTypeFilter } = acl.props;
  const user = nameOf(acl);
  const isGiven = aclResourceType === "TransactionalID" && aclPermissionType === "Allow" && user !== undefined;
  return isGiven && typeof name === "string" && name.trim() !== "" && name !== "*"
    ? [{ application: applicationOf(user), name, isPrefix: resourcePatternTypeFilter === "Prefixed" }]
    : [];
}

export const accessTransactionalIds = stackRule({
  name: "access-transactional-ids",
  must: "No two applications may use the same transactional ids, and none those of the platform.",
  why: "Kafka takes a producer with an id that is in use for its successor: it shuts the other one out, in the middle of its transaction.",
  fix: "Set aclResourceName to the application's own name with a dash at the end, with which no other application's begins.",
  judge: (resources) => {
    const before: Ids[] = [platforms];
    return ofType(resources, aclType).flatMap((acl) =>
      idsOf(acl).flatMap((ids) => {
        const other = before.find((one) => one.application !== ids.application && overlap(one, ids));
        before.push(ids);
        return other === undefined
          ? []
          : [
              {
                found: `aclResourceName is "${ids.name}", and "${other.name}" is of ${other.application}`,
                urn: acl.urn,
              },
            ];
      }),
    );
  },
});

/** What an application says that it does, as far as rules follow from it. */
export interface RoleArgs {
  /** The topics that it writes to. @default none */
  readonly produces?: readonly string[] | undefined;
  /** The topics that it reads. @default none */
  readonly consumes?: readonly string[] | undefined;
  /** The consumer groups that it joins. @default none */
  readonly groups?: readonly string[] | undefined;
  /** What the transactional ids of its producers begin with. @default none */
  readonly transactionalIdPrefix?: string | undefined;
}

/** What one rule allows: an operation on a resource, or on all resources whose names begin so, in the provider's words. */
export interface AccessRule {
  readonly resourceType: "Topic" | "Group" | "TransactionalID";
  readonly pattern: "Literal" | "Prefixed";
  readonly resourceName: string;
  readonly operation: "Read" | "Write";
}

interface Role {
  readonly resourceType: AccessRule["resourceType"];
  readonly pattern: AccessRule["pattern"];
  readonly operation: AccessRule["operation"];
  /** What an application can do by it, as documentation. */
  readonly lets: string;
}

/**
 * The rule that each role needs, which is one for each. To read or to write includes to describe (Kafka's
 * `AclEntry`/`StandardAuthorizer`), and to write to any topic includes to be idempotent (KIP-679), so neither has a rule.
 */
export const roles: Readonly<Record<keyof RoleArgs, Role>> = {
  produces: {
    resourceType: "Topic",
    pattern: "Literal",
    operation: "Write",
    lets: "write to the topic, idempotently too; see its partitions and offsets",
  },
  consumes: {
    resourceType: "Topic",
    pattern: "Literal",
    operation: "Read",
    lets: "read the topic; see its partitions and offsets",
  },
  groups: {
    resourceType: "Group",
    pattern: "Literal",
    operation: "Read",
    lets: "join the group; commit its offsets, in transactions too; see its members",
  },
  transactionalIdPrefix: {
    resourceType: "TransactionalID",
    pattern: "Prefixed",
    operation: "Write",
    lets: "begin, commit and abort transactions with ids that begin so",
  },
};

/** The rules that an application needs for what it says that it does, and no other. */
export const rulesOf = (args: RoleArgs): readonly AccessRule[] =>
  (Object.keys(roles) as (keyof RoleArgs)[]).flatMap((name) => {
    const { resourceType, pattern, operation } = roles[name];
    return [args[name] ?? []].flat().map((resourceName) => ({ resourceType, pattern, resourceName, operation }));
  });

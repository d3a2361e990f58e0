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
  /** What the names of the topics begin with that its own stack makes. @default none */
  readonly owns?: readonly string[] | undefined;
}

/** What one rule allows: an operation on a resource, or on all resources whose names begin so, in the provider's words. */
export interface AccessRule {
  readonly resourceType: "Topic" | "Group" | "TransactionalID";
  readonly pattern: "Literal" | "Prefixed";
  readonly resourceName: string;
  readonly operation: "Read" | "Write" | "Create" | "Alter" | "AlterConfigs";
  /** By what its holder proves itself: its clients by a password, its stack by a certificate. */
  readonly provenBy: "password" | "certificate";
}

interface Role extends Pick<AccessRule, "resourceType" | "pattern" | "provenBy"> {
  readonly operations: readonly AccessRule["operation"][];
  /** What an application can do by it, as documentation. */
  readonly lets: string;
}

/**
 * The rules that each role needs. To read, to write or to alter includes to describe, and to alter settings to see them
 * (Kafka's `AclEntry`/`StandardAuthorizer`); to write to any topic includes to be idempotent (KIP-679). So none of these
 * has a rule. Nobody is let delete a topic.
 */
export const roles: Readonly<Record<keyof RoleArgs, Role>> = {
  produces: {
    resourceType: "Topic",
    pattern: "Literal",
    operations: ["Write"],
    provenBy: "password",
    lets: "write to the topic, idempotently too; see its partitions and offsets",
  },
  consumes: {
    resourceType: "Topic",
    pattern: "Literal",
    operations: ["Read"],
    provenBy: "password",
    lets: "read the topic; see its partitions and offsets",
  },
  groups: {
    resourceType: "Group",
    pattern: "Literal",
    operations: ["Read"],
    provenBy: "password",
    lets: "join the group; commit its offsets, in transactions too; see its members",
  },
  transactionalIdPrefix: {
    resourceType: "TransactionalID",
    pattern: "Prefixed",
    operations: ["Write"],
    provenBy: "password",
    lets: "begin, commit and abort transactions with ids that begin so",
  },
  owns: {
    resourceType: "Topic",
    pattern: "Prefixed",
    operations: ["Create", "Alter", "AlterConfigs"],
    provenBy: "certificate",
    lets: "make topics whose names begin so, add partitions, change settings; see both",
  },
};

/** The rules that an application needs for what it says that it does, and no other. */
export const rulesOf = (args: RoleArgs): readonly AccessRule[] =>
  (Object.keys(roles) as (keyof RoleArgs)[]).flatMap((name) => {
    const { resourceType, pattern, operations, provenBy } = roles[name];
    return [args[name] ?? []]
      .flat()
      .flatMap((resourceName) =>
        operations.map((operation) => ({ resourceType, pattern, resourceName, operation, provenBy })),
      );
  });

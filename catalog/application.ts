import { z } from "zod";
import { sizePattern, withinBytes } from "../lib/units";
import { explained, rule, ruled } from "../lib/validation";
import { namePattern, owner, purpose } from "./fields";
import { kafkaName } from "./topic-names";

/** A list that names each thing once. @param what a thing, as `topic` */
const each = (what: string, name: z.ZodString) =>
  z.array(name).refine((names) => new Set(names).size === names.length, {
    message: `must name each ${what} once`,
    params: { remedy: "Remove the second one" },
  });

const topicNames = explained(
  each("topic", z.string().regex(kafkaName)),
  "must be a list of topics' names, of letters, digits, dots, dashes and underscores",
  "Write them as in catalog/topics.ts, or as the stack of the application that owns them",
);

// More than any broker's network carries in a second.
const rate = explained(
  z
    .string()
    .regex(sizePattern)
    .refine(withinBytes(2 ** 40), {
      message: "must be at most 1Ti",
      params: { remedy: "Write what one broker may carry in a second" },
    }),
  "must be a size in binary units, such as 10Mi, for each second and broker",
  "Write a whole number followed by Ki, Mi, Gi or Ti",
);

const application = z
  .strictObject({
    owner,
    purpose,
    /** The Kubernetes namespace that it runs in, and that its credentials are put in. Its own stack makes it. */
    namespace: explained(
      z.string().regex(namePattern),
      "must be the name of a Kubernetes namespace",
      "Name the namespace that the application's own stack makes",
    ),
    /** The topics that it writes to: of the catalog, or of an application that owns them. @default none */
    produces: topicNames.optional(),
    /** The topics that it reads: of the catalog, or of an application that owns them. @default none */
    consumes: topicNames.optional(),
    /** The consumer groups that it joins; an empty list where it chooses its partitions by itself. */
    groups: explained(
      each("group", z.string().regex(/^[A-Za-z0-9._-]{1,249}$/)),
      "must be a list of consumer groups, of letters, digits, dots, dashes and underscores",
      "Write the group.id of its consumers",
    ).optional(),
    /** What the transactional ids of its producers begin with; no other application's may begin so. @default none: it has no transactions */
    transactionalIdPrefix: explained(
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,98}[.-]$/),
      "must be at least 3 letters, digits, dots, dashes and underscores that end with a dash or a dot",
      "Write the application's name and a dash, as orders-",
    ).optional(),
    /** What the names of the topics begin with that its own stack makes and changes; nobody else's may begin so. @default none */
    owns: explained(
      each("prefix", z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?\.$/)),
      "must be a list of beginnings of topics' names, of letters, digits, dots, dashes and underscores, that end with a dot",
      "Write the application's name and a dot, as orders.",
    ).optional(),
    /** How much it may move, on each broker. */
    quota: z.strictObject({
      /** Bytes a second that it may write. */
      produce: rate,
      /** Bytes a second that it may read. */
      consume: rate,
      /** Time of the threads that answer requests, in percent of one thread. @default not bound */
      requests: explained(
        z.int().min(1).max(10_000),
        "must be a whole number of percent from 1 to 10000",
        "Write 100 for one thread of a broker's",
      ).optional(),
    }),
    /** Which of its passwords it gets, counted from 1. Raise it by one for a new one; the one before works on. It never goes back. @default 1 */
    rotation: explained(
      z.int().min(1).max(1_000_000),
      "must be a whole number from 1 on",
      "Write 1, and one more for each new password",
    ).default(1),
    /** The last of its passwords that must not work any more. It only rises, and stays. @default the one before the previous */
    revoked: explained(
      z.int().min(0),
      "must be a whole number below rotation",
      "Write the rotation whose password nobody uses any more, or leave it out",
    ).optional(),
    /**
     * Whether its first user was there before it, with a password that its owner keeps and the program does not know.
     * Rotation 2 is then the first that has a password of the program's, and a Secret. It stays. @default false
     */
    adopted: explained(
      z.boolean(),
      "must be true or false",
      "Write true where npm run adopt found the user on the cluster, or leave it out",
    ).optional(),
  })
  .readonly();

const { produces, consumes, groups, transactionalIdPrefix, owns, rotation, revoked, ...others } =
  application.unwrap().shape;

const granted = rule({
  path: [],
  rule: "must produce to a topic, consume one or own some: it would be allowed nothing",
  remedy: "Name its topics in produces, consumes or owns, or remove the application",
  needs: z.object({ produces, consumes, owns }),
  holds: (value) => [...(value.produces ?? []), ...(value.consumes ?? []), ...(value.owns ?? [])].length > 0,
});

const grouped = rule({
  path: ["groups"],
  rule: "must be there with consumes",
  remedy: "Write the group.id of its consumers, or [] where it chooses its partitions by itself",
  needs: z.object({ consumes: consumes.unwrap().min(1), groups }),
  holds: (value) => value.groups !== undefined,
});

const grouping = rule({
  path: ["groups"],
  rule: "must not be there without consumes, where it does nothing",
  remedy: "Remove it, or name in consumes what its groups read",
  needs: z.object({ consumes, groups: groups.unwrap().min(1) }),
  holds: (value) => (value.consumes ?? []).length > 0,
});

const transacting = rule({
  path: ["transactionalIdPrefix"],
  rule: "must not be there without produces, where it does nothing",
  remedy: "Remove it, or name in produces what its transactions write",
  needs: z.object({ produces, transactionalIdPrefix: transactionalIdPrefix.unwrap() }),
  holds: (value) => (value.produces ?? []).length > 0,
});

const revocable = rule({
  path: ["revoked"],
  rule: "must be below rotation: the newest password is in use",
  remedy: "Raise rotation first, and revoke the old password when nobody uses it any more",
  needs: z.object({ rotation, revoked: revoked.unwrap() }),
  holds: (value) => value.revoked < value.rotation,
});

const owning = rule({
  path: ["owns"],
  rule: "must not be there while the application has no Secret, for its user keeps the password that it had before",
  remedy: "Raise rotation to 2, which has one, or remove it",
  needs: z.object({ owns: owns.unwrap().min(1), adopted: z.literal(true), rotation }),
  holds: (value) => value.rotation > 1,
});

/** How an application of the catalog is judged by itself. */
export const applicationSchema = ruled(application, granted, grouped, grouping, transacting, owning, revocable);

/** What of an application is right by itself, whatever else is wrong: what applications are judged by beside each other. */
export const readable = z.object({
  owner: others.owner.optional().catch(undefined),
  produces: produces.catch(undefined),
  consumes: consumes.catch(undefined),
  groups: groups.catch(undefined),
  transactionalIdPrefix: transactionalIdPrefix.catch(undefined),
  owns: owns.catch(undefined),
});

/** An application of the catalog; its name is its key there. */
export type Application = z.input<typeof applicationSchema>;

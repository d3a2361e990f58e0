/**
 * A user who keeps the others. When a node of a KRaft cluster starts, it replays its metadata log from the newest
 * snapshot on. Kafka does so one name after the other, and throws away the users that follow on one who was removed, as
 * long as none that is still there came first (`ScramDelta.apply`, up to Kafka 4.4.0 at least). Those users are then
 * refused by that node, and lost with its next snapshot. See docs/adr/0019-lasting-user.md.
 */
import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { askBroker, askBrokers } from "./broker-client";
import { rootMessage, withBroker } from "./broker-connection";
import { sample } from "./sample";
import type { TlsIdentity } from "./tls-identity";
import { waitUntil } from "./waiting";

/** Who has to be there before any other user. */
export interface LastingUserArgs {
  /** What has to be met before. */
  readonly after: pulumi.Input<pulumi.Resource>;
  /** The brokers' addresses as seen from here, in the order of their ids. */
  readonly bootstrap: readonly string[];
  /** The administrator's identity. */
  readonly identity: pulumi.Input<TlsIdentity>;
}

/**
 * Its hash in Java is 0, so it comes first in a HashMap of any size, if it was put there first. Nobody has its password,
 * and no rule allows it anything.
 */
export const lastingUser = "never-remove-tvkgigd";

/** A dependency that is met when every broker of a KRaft cluster knows the {@link lastingUser}, who is made if need be. */
export const lastingUserGate = (args: LastingUserArgs, keep = keepLastingUser): pulumi.Output<pulumi.Resource> =>
  pulumi.unsecret(
    pulumi.all([args.after, args.identity]).apply(async ([after, identity]) => {
      if (!pulumi.runtime.isDryRun()) {
        await keep(asking(args.bootstrap, identity), {
          progress: (text) => void pulumi.log.info(text, after, undefined, true),
          warn: (text) => void pulumi.log.warn(text, after),
        });
      }
      return after;
    }),
  );

/** Whom one broker knows. */
export interface KnownUsers {
  /** The broker, by its address. */
  readonly address: string;
  /** The names of all users with a password; a text says why the broker does not tell. */
  readonly users: readonly string[] | { readonly error: string };
}

/** How {@link keepLastingUser} works on a cluster. */
export interface UserAccess {
  /** Asks every broker, in the order of their ids. */
  readonly known: () => Promise<readonly KnownUsers[]>;
  /** Makes the {@link lastingUser} by the broker at an address, or gives it another key. */
  readonly make: (address: string) => Promise<void>;
}

/** Whom to tell what goes on. */
export interface Told {
  readonly progress: (text: string) => void;
  readonly warn: (text: string) => void;
}

/**
 * Makes the user where a broker does not know it, waits until every broker does, and warns of users that a broker has
 * forgotten.
 *
 * @throws {pulumi.RunError} when a broker does not come to know it
 */
export async function keepLastingUser(access: UserAccess, { progress, warn }: Told, pause?: number): Promise<void> {
  let last: readonly KnownUsers[] = [];
  const settled = async () => {
    last = await access.known();
    const without = last.find(({ users }) => isList(users) && !users.includes(lastingUser));
    if (without !== undefined) {
      progress(`making the user ${lastingUser}, by whom brokers keep all others when they start anew`);
      await access.make(without.address);
    }
    return last.flatMap(lackOf);
  };
  await waitUntil({
    what: `The user ${lastingUser}`,
    timeout: "1m",
    lacks: () => settled().catch((error) => [`it could not be made: ${rootMessage(error)}`]),
    diagnosis: async () => [],
    untouched: "no topic was touched",
    remedy: "Look at the brokers' logs, mend it, and run `pulumi up` again.",
    progress,
    pause,
  });
  forgotten(last).forEach(warn);
}

const isList = (users: KnownUsers["users"]): users is readonly string[] => Array.isArray(users);

const lackOf = ({ address, users }: KnownUsers): string[] => {
  if (!isList(users)) {
    return [`the broker at ${address} does not say whom it knows: ${users.error}`];
  }
  return users.includes(lastingUser) ? [] : [`the broker at ${address} does not know it yet`];
};

/** Of each broker that lacks users whom others know, what to do about it. */
export function forgotten(found: readonly KnownUsers[]): string[] {
  const lists = found.flatMap(({ address, users }) => (isList(users) ? { address, users } : []));
  const all = [...new Set(lists.flatMap(({ users }) => users))].sort();
  return lists.flatMap(({ address, users }) => {
    const lacking = all.filter((user) => !users.includes(user));
    return lacking.length === 0
      ? []
      : [
          `The broker at ${address} does not know the users ${sample(lacking)}, whom other brokers know, and does not let ` +
            "them in. If they were not made this minute, it has forgotten them: give each its password once more " +
            "(docs/operations.md, users that a broker has forgotten).",
        ];
  });
}

/** As Kafka's protocol numbers SCRAM-SHA-512. */
const mechanism = 2;

const asking = (bootstrap: readonly string[], identity: TlsIdentity): UserAccess => ({
  known: async () => {
    const answers = await askBrokers(bootstrap, (address) => askBroker(address, identity));
    return Promise.all(answers.map(async ({ address }) => ({ address, users: await usersAt(address, identity) })));
  },
  make: (address) => makeUser(address, identity),
});

/** The users with a SCRAM-SHA-512 password that one broker knows, with how often each password is hashed. */
export async function scramUsers(
  address: string,
  identity: TlsIdentity,
): Promise<Readonly<Record<string, { readonly iterations: number }>>> {
  const { describeUserScramCredentialsV0 } = await import("@platformatic/kafka");
  const { results } = await withBroker(address, identity, (connection) =>
    describeUserScramCredentialsV0.api.async(connection, null),
  );
  return Object.fromEntries(
    results.flatMap(({ user, credentialInfos }) =>
      credentialInfos
        .filter((one) => one.mechanism === mechanism)
        .map(({ iterations }) => [user, { iterations }] as const),
    ),
  );
}

/**
 * The same, that any of the brokers knows: they can differ.
 *
 * @throws Error where none of them answers
 */
export async function usersOfAll(bootstrap: readonly string[], identity: TlsIdentity): ReturnType<typeof scramUsers> {
  const asked = await Promise.allSettled(bootstrap.map((address) => scramUsers(address, identity)));
  const told = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const [silent] = asked.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  if (told.length === 0) {
    throw silent;
  }
  return Object.assign({}, ...told);
}

async function usersAt(address: string, identity: TlsIdentity): Promise<KnownUsers["users"]> {
  try {
    return Object.keys(await scramUsers(address, identity));
  } catch (error) {
    return { error: rootMessage(error) };
  }
}

async function makeUser(address: string, identity: TlsIdentity): Promise<void> {
  const { alterUserScramCredentialsV0 } = await import("@platformatic/kafka");
  const credential = {
    name: lastingUser,
    mechanism,
    iterations: 8192,
    salt: randomBytes(32),
    // Of no password: there is none that anybody could know.
    saltedPassword: randomBytes(64),
  } as const;
  await withBroker(address, identity, (connection) =>
    alterUserScramCredentialsV0.api.async(connection, [], [credential]),
  );
}

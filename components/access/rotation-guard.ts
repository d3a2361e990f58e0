import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { rootMessage } from "../gates/broker-connection";
import { type Memory, memory } from "../gates/memory";
import { type RotationArgs, type User, usersOf } from "./users";

type Applications = Readonly<Record<string, RotationArgs>>;

/** What is remembered of applications. */
export const rotationsOf = (applications: Applications): Applications =>
  Object.fromEntries(
    Object.entries(applications).map(([name, { rotation = 1, revoked = 0, adopted = false }]) => [
      name,
      { rotation, revoked, adopted },
    ]),
  );

/** Asks the brokers whom they know by a password. */
export type LiveUsers = () => Promise<ReadonlySet<string>>;

/**
 * Remembers which passwords applications have, and refuses a change by which one works again that did not any more, by
 * which two are replaced at once, or by which somebody else's is.
 */
export const rotations = (
  entries: Applications,
  live: LiveUsers,
  opts: pulumi.CustomResourceOptions,
): Memory<RotationArgs> =>
  memory(
    "rotations",
    entries,
    "password-rotation-guard",
    async (before, after) => {
      judgeRotations(before, after);
      await judgeNewUsers(newUsers(before, after), live);
    },
    opts,
  );

/** One of an application's users, and what of it is made. */
export interface Made extends Pick<User, "rotation"> {
  readonly application: string;
  /** Whether it is the user's password, and nothing that it may do. */
  readonly isPassword: boolean;
}

/**
 * Stands before all that is made for users, in previews too, and refuses one whose password does not work any more. The
 * guard of {@link rotations} sees nothing where a run leaves them out, as with `--target`. To be given as `hooks` of
 * users, rules and quotas.
 *
 * @param remembered which passwords there are, as the state remembers it
 * @param live where it does not remember one
 * @param madeFor what a resource is made for
 */
export function revivalGuard(
  remembered: Memory<RotationArgs>["remembered"],
  live: LiveUsers,
  madeFor: (type: string, name: string) => Made | undefined,
): pulumi.ResourceHookBinding {
  const guard = new pulumi.ResourceHook(
    "password-revival-guard",
    async ({ type, name }) => {
      const made = madeFor(type, name);
      if (made !== undefined) {
        const known = await remembered();
        judgeRevival(known, made);
        await judgeNewUsers(isNewUser(known, made) ? [newestUser(made)] : [], live);
      }
    },
    { onDryRun: true },
  );
  return { beforeCreate: [guard] };
}

/**
 * Refuses a user whose password does not work any more, or is its owner's to keep.
 *
 * @throws {pulumi.RunError} with what to do
 */
export function judgeRevival(remembered: Applications, { application, rotation, isPassword }: Made): void {
  const last = lastOf(remembered, application);
  if (last === undefined) {
    return;
  }
  const valid = usersOf(application, last).find((user) => user.rotation === rotation);
  const isNew = rotation > (last.rotation ?? 1);
  if (!isNew && (valid === undefined || (isPassword && valid.adopted))) {
    throw refusal(
      `The password of rotation ${rotation} of ${application} would ${valid === undefined ? "work again" : "replace its owner's"}; ` +
        "nothing of it was made. Correct rotation, revoked and adopted in catalog/applications.ts. More in " +
        'docs/access.md, "A new password".',
    );
  }
}

const lastOf = (known: Applications, application: string): RotationArgs | undefined =>
  Object.hasOwn(known, application) ? known[application] : undefined;

// Passwords are counted from 1.
const newestOf = (known: Applications, application: string): number => {
  const last = lastOf(known, application);
  return last === undefined ? 0 : (last.rotation ?? 1);
};

const newestUser = ({ application, rotation }: Made): string => {
  const [newest] = usersOf(application, { rotation, revoked: rotation - 1 });
  return newest.username;
};

const isNewUser = (known: Applications, { application, rotation, isPassword }: Made): boolean =>
  isPassword && rotation > newestOf(known, application);

/** The users that a change gives a password of the program's, and that it did not give one before. */
export const newUsers = (before: Applications, after: Applications): readonly string[] =>
  Object.entries(after).flatMap(([application, next]) => {
    const newest = newestOf(before, application);
    return usersOf(application, next)
      .filter(({ rotation, adopted }) => rotation > newest && !adopted)
      .map(({ username }) => username);
  });

/**
 * Refuses new users whom the brokers know already: Kafka would replace their passwords.
 *
 * @throws {pulumi.RunError} with every such user, and what to do
 */
export async function judgeNewUsers(users: readonly string[], live: LiveUsers): Promise<void> {
  if (users.length === 0) {
    return;
  }
  const known = await live().catch((error) => {
    throw refusal(
      `Whether ${users.join(", ")} are users on the cluster already, whose passwords would be replaced, is not known: ` +
        `${rootMessage(error)}. No user was changed. Mend that, and run this again.`,
    );
  });
  const there = users.filter((user) => known.has(user));
  if (there.length > 0) {
    throw refusal(
      [
        "Users that are on the cluster already would get another password, and lock out whoever uses them; none was changed:",
        ...there.map((user) => `  ${user}: this program does not remember to have made it`),
        "Give the application another name in catalog/applications.ts, or adopted: true, by which the user keeps its password " +
          '(docs/access.md, "A user who was there before"). Where this program has made them, and its state does not say so ' +
          "any more, as after a crash without checkpoints: npm run adopt -- --passwords.",
      ].join("\n"),
    );
  }
}

/**
 * Refuses rotations that go back, or that leave clients no time.
 *
 * @throws {pulumi.RunError} with every application that it is about, and what to do
 */
export function judgeRotations(before: Applications, after: Applications): void {
  const found = Object.entries(after).flatMap(([name, next]) => {
    const last = lastOf(before, name);
    return last === undefined ? [] : wrong(name, last, next).map((text) => `  ${name}: ${text}`);
  });
  if (found.length > 0) {
    throw refusal(
      [
        "Passwords of applications cannot be replaced like this; no user was changed:",
        ...found,
        'Correct rotation and revoked in catalog/applications.ts. More in docs/access.md, "A new password".',
      ].join("\n"),
    );
  }
}

function wrong(name: string, last: RotationArgs, next: RotationArgs): string[] {
  const [from, to] = [last.rotation ?? 1, next.rotation ?? 1];
  const valid = usersOf(name, last).map(({ rotation }) => rotation);
  const revived = usersOf(name, next)
    .map(({ rotation }) => rotation)
    .filter((rotation) => rotation <= from && !valid.includes(rotation));
  return [
    ...((last.adopted ?? false) === (next.adopted ?? false)
      ? []
      : [
          next.adopted
            ? "adopted: its first password is the program's, which would forget it"
            : "no longer adopted: its first user's own password would be replaced; raise rotation for a second user",
        ]),
    ...(to < from ? [`rotation ${from} → ${to}: it only ever rises`] : []),
    ...(to > from + 1
      ? [`rotation ${from} → ${to}: by more than one, clients would have no password that works on`]
      : []),
    ...(revived.length > 0
      ? [`the password of rotation ${revived.join(", ")} would work again: revoked only ever rises, and stays`]
      : []),
  ];
}

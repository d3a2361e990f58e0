import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { type Memory, memory } from "../gates/memory";
import { type RotationArgs, type User, usersOf } from "./users";

type Applications = Readonly<Record<string, RotationArgs>>;

/**
 * Remembers which passwords applications have, and refuses a change by which one works again that did not any more, or by
 * which two are replaced at once.
 */
export const rotations = (entries: Applications, opts: pulumi.CustomResourceOptions): Memory<RotationArgs> =>
  memory("rotations", entries, "password-rotation-guard", judgeRotations, opts);

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
 * @param madeFor what a resource is made for
 */
export function revivalGuard(
  remembered: Memory<RotationArgs>["remembered"],
  madeFor: (type: string, name: string) => Made | undefined,
): pulumi.ResourceHookBinding {
  const guard = new pulumi.ResourceHook(
    "password-revival-guard",
    async ({ type, name }) => {
      const made = madeFor(type, name);
      if (made !== undefined) {
        judgeRevival(await remembered(), made);
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
  const last = Object.hasOwn(remembered, application) ? remembered[application] : undefined;
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

/**
 * Refuses rotations that go back, or that leave clients no time.
 *
 * @throws {pulumi.RunError} with every application that it is about, and what to do
 */
export function judgeRotations(before: Applications, after: Applications): void {
  const found = Object.entries(after).flatMap(([name, next]) => {
    const last = Object.hasOwn(before, name) ? before[name] : undefined;
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

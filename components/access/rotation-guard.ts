import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { type RotationArgs, usersOf } from "./users";

type Applications = Readonly<Record<string, RotationArgs>>;

/**
 * Stands before every change of applications, in previews too, and refuses one by which a password works again that did
 * not any more, or by which two are replaced at once. To be given as `hooks` of what describes the applications.
 */
export function rotationGuard(): pulumi.ResourceHookBinding {
  const guard = new pulumi.ResourceHook(
    "password-rotation-guard",
    ({ oldInputs, newInputs }) => {
      const [before, after] = [oldInputs, newInputs].map(
        (inputs) => (inputs as { readonly applications?: Applications } | undefined)?.applications ?? {},
      );
      judgeRotations(before ?? {}, after ?? {});
    },
    { onDryRun: true },
  );
  return { beforeUpdate: [guard] };
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

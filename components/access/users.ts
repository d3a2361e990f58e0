/** Which of its passwords an application has. */
export interface RotationArgs {
  /** The newest, counted from 1. @default 1 */
  readonly rotation?: number | undefined;
  /** The last that must not work any more. @default the one before the previous */
  readonly revoked?: number | undefined;
  /** Whether its first user was there before it, with a password that its owner keeps. @default false */
  readonly adopted?: boolean | undefined;
}

/** A user of Kafka, with one password for as long as there is the user. */
export interface User {
  readonly username: string;
  /** Which of the application's passwords is the user's. */
  readonly rotation: number;
  /** Whether its password is known to its owner alone. @default it is the program's */
  readonly adopted?: true;
}

/** How many passwords work at a time: the newest, and the one that clients still have. */
const valid = 2;

/**
 * The users that an application is known by, the newest last. Kafka keeps one password for each user and mechanism, so
 * a password that still works beside a new one needs a user of its own: `orders`, then `orders.2`, `orders.3` and so on.
 */
export function usersOf(
  application: string,
  { rotation = 1, revoked = 0, adopted = false }: RotationArgs,
): readonly [...User[], User] {
  const first = Math.max(revoked, rotation - valid, 0) + 1;
  const user = (number: number): User => ({
    username: number === 1 ? application : `${application}.${number}`,
    rotation: number,
    ...(number === 1 && adopted && { adopted }),
  });
  const earlier = Array.from({ length: rotation - first }, (_, index) => user(first + index));
  return [...earlier, user(rotation)];
}

import { quantity } from "../../lib/units";
import { ownerName } from "../certificates/names";
import { certificatePrincipal } from "../kafka/security";
import { type RoleArgs, rulesOf } from "./roles";
import { type RotationArgs, type User, usersOf } from "./users";

/** What an application says of itself, as far as Kafka has to know it. */
export interface GrantArgs extends RoleArgs, RotationArgs {
  /** What it may move on each broker: bytes a second, as Kubernetes quantities, and percent of a thread. */
  readonly quota: {
    readonly produce: string;
    readonly consume: string;
    /** @default not bound */
    readonly requests?: number | undefined;
  };
}

/** A rule of Kafka's authorizer, in the provider's words. */
export interface Acl {
  readonly principal: string;
  readonly host: string;
  readonly permission: string;
  readonly operation: string;
  readonly resourceType: string;
  readonly pattern: string;
  readonly resourceName: string;
}

/** A user with everything that Kafka knows of it, but for its password. */
export interface Granted extends User {
  /** How often its password is hashed. */
  readonly iterations: number;
  readonly acls: readonly Acl[];
  /** What it is bound by, under Kafka's names. */
  readonly quota: Readonly<Record<string, number>>;
}

/** What Kafka is to know of an application: its users, the newest last, each of whom may do the same. */
export function granted(application: string, args: GrantArgs): readonly Granted[] {
  const { produce, consume, requests } = args.quota;
  const quota = {
    producer_byte_rate: quantity(produce),
    consumer_byte_rate: quantity(consume),
    ...(requests !== undefined && { request_percentage: requests }),
  };
  return usersOf(application, args).map((user) => ({
    ...user,
    iterations: 8192,
    acls: rulesOf(args).map(({ provenBy, ...rule }) => ({
      principal:
        provenBy === "password" ? `User:${user.username}` : certificatePrincipal(ownerName(application, user.rotation)),
      host: "*",
      permission: "Allow",
      ...rule,
    })),
    quota,
  }));
}

import { at, isMap, type Plain } from "./plain";
import { type Judged, ofType } from "./rule";

/** The type of access rules. */
export const aclType = "kafka:index/acl:Acl";
/** The type of quotas. */
export const quotaType = "kafka:index/quota:Quota";
/** The type of users that prove themselves by a password. */
export const credentialType = "kafka:index/userScramCredential:UserScramCredential";

/** Whom an access rule is for. @returns nothing where that is nobody in particular, which is a rule's own to report */
export function nameOf({ props }: Judged): string | undefined {
  const [, name] = typeof props.aclPrincipal === "string" ? (/^User:(.+)$/s.exec(props.aclPrincipal) ?? []) : [];
  return name === undefined || name.trim() === "" || name === "*" ? undefined : name;
}

/** Whether somebody is called by the name in a certificate: after a sign of the platform's own, it begins with that. */
export const isOfCertificate = (name: string): boolean => /^\u00a7CN=[^,\s][^,]*(,[A-Z]+=[^,]+)*$/.test(name);

/** Names that users may have, so that nobody is called like a certificate. */
export const userName = /^[a-z0-9.-]+$/;

// Later passwords of an application are those of users of their own.
const numbered = /\.([2-9]|[1-9]\d+)$/;

/** The application that a user is of: `orders` for `orders.2` too. */
export const applicationOf = (user: string): string => user.replace(numbered, "");

/** A user that a stack describes with an application. */
export interface Described {
  readonly username: string;
  /** Whether the owner keeps the password, so that no resource makes it. */
  readonly adopted: boolean;
  /** The component that describes it. */
  readonly urn: string;
}

/** The users of all applications that a stack describes: of each, those whose passwords work. */
export const describedIn = (resources: readonly Judged[]): readonly Described[] =>
  ofType(resources, "kafka-platform:access:Applications").flatMap(({ props: { applications }, urn }) =>
    isMap(applications)
      ? Object.entries(applications).flatMap(([name, application]) =>
          rotationsOf(application).map((rotation) => ({
            username: rotation === 1 ? name : `${name}.${rotation}`,
            adopted: rotation === 1 && at(application, "adopted") === true,
            urn,
          })),
        )
      : [],
  );

// Two passwords work at a time, the newest and the one before, unless that is revoked.
function rotationsOf(application: Plain): readonly number[] {
  const newest = numberOr(at(application, "rotation"), 1);
  const oldest = Math.max(numberOr(at(application, "revoked"), 0) + 1, newest - 1, 1);
  return [...new Set([Math.min(oldest, newest), newest])];
}

const numberOr = (value: Plain, otherwise: number): number => (typeof value === "number" ? value : otherwise);

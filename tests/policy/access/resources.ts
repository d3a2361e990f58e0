import type { Registration } from "../../components/mocks";
import { type Change, type Mutant, resourceOf, setting } from "../mutations";

type Resource = NonNullable<Mutant["resource"]>;

const acl = (name: string): Resource => ["kafka:index/acl:Acl", name];

/** The rules, quotas and users of the platforms' applications. */
export const writeRule = acl("voicecore-producer/Write/Topic/Literal/call.events");
export const transactionRule = acl("voicecore-producer/Write/TransactionalID/Prefixed/voicecore-producer-");
export const readRule = acl("voicecore-consumers/Read/Topic/Literal/call.events");
export const groupRule = acl("voicecore-consumers/Read/Group/Literal/voicecore-consumers");
export const quota: Resource = ["kafka:index/quota:Quota", "voicecore-producer"];
export const user: Resource = ["kafka:index/userScramCredential:UserScramCredential", "voicecore-producer"];
export const applications: Resource = ["kafka-platform:access:Applications", "applications"];

const options = { deleteBeforeReplace: true };

/** One more access rule, which lets orders read a topic but for what is said otherwise. */
export const newRule = (inputs: object): Registration =>
  resourceOf(
    "kafka:index/acl:Acl",
    "new-rule",
    {
      ...{ aclPrincipal: "User:voicecore-consumers", aclHost: "*", aclOperation: "Read", aclPermissionType: "Allow" },
      ...{ aclResourceType: "Topic", resourcePatternTypeFilter: "Literal", aclResourceName: "orders.events" },
      ...inputs,
    },
    options,
  );

/** One more user. */
export const newUser = (username: unknown): Registration =>
  resourceOf(
    "kafka:index/userScramCredential:UserScramCredential",
    "new-user",
    { username, scramMechanism: "SCRAM-SHA-512", scramIterations: 8192, password: "secret" },
    options,
  );

/** One more quota. */
export const newQuota = (inputs: object): Registration =>
  resourceOf(
    "kafka:index/quota:Quota",
    "new-quota",
    { entityType: "user", config: { producer_byte_rate: "1", consumer_byte_rate: "1" }, ...inputs },
    options,
  );

/** Describes one more application. */
export const describing = (name: string, application: object = {}): Change =>
  setting(`applications[${name}]`, application);

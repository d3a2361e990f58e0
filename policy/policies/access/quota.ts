import { credentialType, describedIn, quotaType, userName } from "../../lib/access";
import { at, type Plain, show } from "../../lib/plain";
import { type Judged, ofType, stackRule } from "../../lib/rule";

const rates = ["producer_byte_rate", "consumer_byte_rate"];

interface User {
  readonly username: Plain;
  readonly urn: string;
}

const isPositive = (value: Plain): boolean =>
  typeof value === "string" && /^\d+(\.\d+)?$/.test(value) && Number(value) > 0;

const isForUser = ({ props: { entityType, entityName } }: Judged): boolean =>
  entityType === "user" && typeof entityName === "string" && entityName !== "" && entityName !== "<default>";

/** Whether it bounds an application by what it calls itself, or an address, and no user. */
const isForOther = ({ props: { entityType, entityName } }: Judged): boolean =>
  ["client-id", "ip"].some((type) => type === entityType) &&
  typeof entityName === "string" &&
  entityName !== "" &&
  entityName !== "<default>";

const wrongIn = (quota: Judged) =>
  rates
    .filter((rate) => !isPositive(at(quota.props, "config", rate)))
    .map((rate) => ({ found: `config.${rate} is ${show(at(quota.props, "config", rate))}`, urn: quota.urn }));

export const accessQuota = stackRule({
  name: "access-quota",
  must: "Every user has a bound of its own for what it writes and reads, in bytes a second on each broker.",
  why: "Without it, one client takes the network and the disks of all. A bound for everybody at once holds for brokers' tools too, and hides who has none.",
  fix: 'Make a quota with entityType "user", entityName the username, and config.producer_byte_rate and config.consumer_byte_rate numbers above 0, as text.',
  judge: (resources) => {
    // What is bound besides, by its address or by what it calls itself, needs a bound of its own all the same.
    const quotas = ofType(resources, quotaType).filter((quota) => !isForOther(quota));
    const misdirected = quotas.filter((quota) => !isForUser(quota));
    if (misdirected.length > 0) {
      // Who has no quota because of it is not told as well: that would be the same mistake.
      return misdirected.map(({ props: { entityType, entityName }, urn }) => ({
        found: `entityType is ${show(entityType)} and entityName is ${show(entityName)}`,
        urn,
      }));
    }
    const bound = new Set(quotas.map(({ props: { entityName } }) => entityName));
    const users: readonly User[] = [
      ...ofType(resources, credentialType).map(({ props: { username }, urn }): User => ({ username, urn })),
      ...describedIn(resources).filter(({ adopted }) => adopted),
    ];
    return [
      // Where a user has no right name, another rule says so.
      ...users
        .filter(({ username }) => typeof username === "string" && userName.test(username) && !bound.has(username))
        .map(({ username, urn }) => ({ found: `${show(username)} has no quota`, urn })),
      ...quotas.flatMap(wrongIn),
    ];
  },
});

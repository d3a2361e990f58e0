import { strict as assert } from "node:assert";
import type { Report } from "./report";

const IDENTITIES = ["administrator", "application"];

/**
 * The least part of what both identities did together that either has to have done. After a fault, a client may stand
 * still for half a minute and longer while others go on.
 */
const FAIR = 0.1;

/** @param prefix of the clients' kind */
const starved = (deed: string, prefix: string, counts: Readonly<Record<string, number>>): string[] => {
  const kinds = IDENTITIES.map((identity) => `${prefix}${identity}`);
  const total = kinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
  return kinds
    .filter((kind) => !((counts[kind] ?? 0) > FAIR * total))
    .map((kind) => `${counts[kind] ?? 0} of ${total} records ${deed} ${kind}`);
};

/** Fails unless, among the clients of each kind, the administrator and the application both had a fair part. */
export function assertShared({ ackedTo, deliveredTo }: Pick<Report, "ackedTo" | "deliveredTo">): void {
  const found = [
    ...starved("acknowledged to", "idempotent-", ackedTo),
    ...starved("acknowledged to", "transactional-", ackedTo),
    ...starved("delivered to", "", deliveredTo),
  ];
  assert.deepEqual(found, [], "clients without a fair part of the load");
}

import assert from "node:assert/strict";
import type { Application } from "../../../../catalog/application";
import { claimed } from "../../../../commands/adopt/passwords";
import type { ExportedState } from "../../../../commands/state";

const application: Application = {
  owner: "shop",
  purpose: "Takes orders",
  namespace: "shop",
  produces: ["call.events"],
  quota: { produce: "1Mi", consume: "1Mi" },
};

const urn = "urn:pulumi:dev::kafka-platform::kafka-platform:access:Applications$pulumi:index:Stash::rotations";

const stateOf = (input: object): ExportedState =>
  ({
    version: 3,
    deployment: { resources: [{ urn, type: "pulumi:index:Stash", inputs: { input }, outputs: { input } }] },
  }) as unknown as ExportedState;

const users = (...names: string[]) => ({ users: Object.fromEntries(names.map((name) => [name, {}])) });

describe("users whose passwords become the program's", () => {
  it("are those that the cluster has and the state does not remember", () => {
    const before = { orders: { rotation: 1, revoked: 0, adopted: false } };
    const { users: found, state } = claimed(
      stateOf(before),
      { orders: application, shop: application, reports: application, old: { ...application, adopted: true } },
      users("orders", "shop", "old", "somebody"),
    );
    assert.deepEqual(found, ["shop"]);
    const input = { ...before, shop: { rotation: 1, revoked: 0, adopted: false } };
    assert.deepEqual(state, stateOf(input));
  });

  it("are none where the state remembers all of them, and the state is what it was", () => {
    const state = stateOf({ orders: { rotation: 1, revoked: 0, adopted: false } });
    assert.deepEqual(claimed(state, { orders: application }, users("orders")), { users: [], state });
  });
});

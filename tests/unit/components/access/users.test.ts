import assert from "node:assert/strict";
import fc from "fast-check";
import { type RotationArgs, usersOf } from "../../../../components/access/users";

const namesOf = (args: RotationArgs) => usersOf("orders", args).map(({ username }) => username);

describe("the users of an application", () => {
  it("are one, of its name, at first", () => {
    assert.deepEqual(usersOf("orders", {}), [{ username: "orders", rotation: 1 }]);
  });

  it("are the new and the one before while a password is replaced", () => {
    assert.deepEqual(namesOf({ rotation: 2 }), ["orders", "orders.2"]);
    assert.deepEqual(namesOf({ rotation: 3 }), ["orders.2", "orders.3"]);
  });

  it("are the new one only once the old is revoked, and both again with the next", () => {
    assert.deepEqual(namesOf({ rotation: 2, revoked: 1 }), ["orders.2"]);
    assert.deepEqual(namesOf({ rotation: 3, revoked: 1 }), ["orders.2", "orders.3"]);
    assert.deepEqual(namesOf({ rotation: 1, revoked: 0 }), ["orders"]);
  });

  it("are one or two, the newest last, and what a rotation adds takes nothing from what worked before it", () => {
    const revocable = fc
      .integer({ min: 1, max: 1_000 })
      .chain((rotation) =>
        fc.record({ rotation: fc.constant(rotation), revoked: fc.option(fc.integer({ min: 0, max: rotation - 1 })) }),
      );
    fc.assert(
      fc.property(revocable, ({ rotation, revoked }) => {
        const args = { rotation, ...(revoked !== null && { revoked }) };
        const users = usersOf("orders", args);
        assert.ok(users.length === 1 || users.length === 2);
        assert.equal(users.at(-1)?.rotation, rotation);
        const newest = users.at(-1)?.username ?? "";
        assert.ok(namesOf({ ...args, rotation: rotation + 1 }).includes(newest));
      }),
    );
  });

  it("are one with a password of its own, where it was there before, and the program's from the second on", () => {
    assert.deepEqual(usersOf("orders", { adopted: true }), [{ username: "orders", rotation: 1, adopted: true }]);
    assert.deepEqual(usersOf("orders", { adopted: true, rotation: 2 }), [
      { username: "orders", rotation: 1, adopted: true },
      { username: "orders.2", rotation: 2 },
    ]);
    assert.deepEqual(usersOf("orders", { adopted: false }), [{ username: "orders", rotation: 1 }]);
  });

  it("are never those of another application", () => {
    const application = fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    const rotation = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(application, application, rotation, rotation, (one, other, first, second) => {
        fc.pre(one !== other);
        const mine = usersOf(one, { rotation: first }).map(({ username }) => username);
        assert.ok(usersOf(other, { rotation: second }).every(({ username }) => !mine.includes(username)));
      }),
    );
  });
});

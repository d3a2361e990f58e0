import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { judgeNewUsers, judgeRevival, judgeRotations, newUsers } from "../../../../components/access/rotation-guard";
import { type RotationArgs, usersOf } from "../../../../components/access/users";

const refused = (before: RotationArgs | undefined, after: RotationArgs): string => {
  try {
    judgeRotations(before === undefined ? {} : { orders: before }, { orders: after });
    return "";
  } catch (error) {
    assert.ok(pulumi.RunError.isInstance(error));
    return error.message;
  }
};

describe("the guard of rotations", () => {
  it("lets a password be replaced, revoked, and replaced again", () => {
    const steps: RotationArgs[] = [{}, { rotation: 2 }, { rotation: 2, revoked: 1 }, { rotation: 3, revoked: 1 }];
    for (const [index, step] of steps.entries()) {
      assert.equal(refused(steps[index - 1], step), "");
      assert.equal(refused(step, step), "");
    }
    assert.equal(refused({}, { rotation: 2, revoked: 1 }), "");
    assert.equal(refused({ rotation: 3, revoked: 2 }, { rotation: 4 }), "");
  });

  it("refuses what goes back, what would revive a password, and what leaves no time, and says where to look", () => {
    assert.match(refused({ rotation: 2 }, {}), /\n {2}orders: rotation 2 → 1: it only ever rises\n/);
    assert.match(refused({ rotation: 2, revoked: 1 }, { rotation: 2 }), /the password of rotation 1 would work again/);
    assert.match(refused({ rotation: 1 }, { rotation: 3 }), /rotation 1 → 3: by more than one, clients would have no/);
    assert.match(refused({ rotation: 2, revoked: 1 }, { rotation: 2 }), /docs\/access\.md, "A new password"/);
  });

  it("refuses to take over a password later, or to forget one, by which clients would be locked out", () => {
    assert.match(refused({ adopted: true }, {}), /orders: no longer adopted: its first user's own password would be/);
    assert.match(refused({}, { adopted: true }), /orders: adopted: its first password is the program's/);
    assert.equal(refused({ adopted: true }, { adopted: true, rotation: 2 }), "");
    assert.equal(refused({ adopted: false }, {}), "");
  });

  it("says nothing of applications that come", () => {
    assert.equal(refused(undefined, { rotation: 7, revoked: 6 }), "");
  });

  it("never lets a password work again that did not any more", () => {
    const args = fc
      .integer({ min: 1, max: 9 })
      .chain((rotation) =>
        fc.record({ rotation: fc.constant(rotation), revoked: fc.integer({ min: 0, max: rotation - 1 }) }),
      );
    fc.assert(
      fc.property(args, args, (before, after) => {
        fc.pre(refused(before, after) === "");
        const valid = usersOf("orders", before).map(({ rotation }) => rotation);
        assert.ok(
          usersOf("orders", after).every(({ rotation }) => valid.includes(rotation) || rotation > before.rotation),
        );
      }),
    );
  });
});

describe("the guard of revivals", () => {
  const refused = (remembered: RotationArgs | undefined, rotation: number, isPassword = true): string => {
    try {
      judgeRevival(remembered === undefined ? {} : { orders: remembered }, {
        application: "orders",
        rotation,
        isPassword,
      });
      return "";
    } catch (error) {
      assert.ok(pulumi.RunError.isInstance(error));
      return error.message;
    }
  };

  it("lets users be made that work, or come", () => {
    assert.equal(refused(undefined, 1), "");
    assert.equal(refused({ rotation: 2 }, 1), "");
    assert.equal(refused({ rotation: 2, revoked: 1 }, 2), "");
    assert.equal(refused({ rotation: 2, revoked: 1 }, 3), "");
  });

  it("refuses those that do not any more, and what they may do, and says where to look", () => {
    for (const isPassword of [true, false]) {
      assert.match(
        refused({ rotation: 2, revoked: 1 }, 1, isPassword),
        /rotation 1 of orders would work again; nothing/,
      );
      assert.match(refused({ rotation: 4 }, 2, isPassword), /docs\/access\.md, "A new password"/);
    }
  });

  it("refuses to replace a password that its owner keeps, and lets such a user have what it may do", () => {
    assert.match(refused({ adopted: true, rotation: 2 }, 1), /would replace its owner's; nothing of it was made/);
    assert.equal(refused({ adopted: true, rotation: 2 }, 1, false), "");
  });
});

describe("the guard of users who were there before", () => {
  const live = async () => new Set(["orders", "reporting.2"]);

  it("asks for those alone who get a password for the first time", () => {
    assert.deepEqual(newUsers({}, { orders: {} }), ["orders"]);
    assert.deepEqual(newUsers({ orders: {} }, { orders: {} }), []);
    assert.deepEqual(newUsers({ orders: {} }, { orders: { rotation: 2 } }), ["orders.2"]);
    assert.deepEqual(newUsers({}, { orders: { rotation: 3 } }), ["orders.2", "orders.3"]);
    assert.deepEqual(newUsers({ orders: {} }, {}), []);
  });

  it("leaves an adopted user its password, and judges the next one", () => {
    assert.deepEqual(newUsers({}, { orders: { adopted: true } }), []);
    assert.deepEqual(newUsers({}, { orders: { adopted: true, rotation: 2 } }), ["orders.2"]);
  });

  it("refuses every one whom brokers know, and says what to do", async () => {
    await assert.rejects(judgeNewUsers(["orders", "shop", "reporting.2"], live), (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.match(error.message, /\n {2}orders: .*\n {2}reporting\.2: .*\n/);
      assert.doesNotMatch(error.message, /shop/);
      assert.match(error.message, /another name .*adopted: true.*npm run adopt -- --passwords/s);
      return true;
    });
    await judgeNewUsers(["shop"], live);
  });

  it("refuses where brokers do not answer, and asks them nothing where nobody is new", async () => {
    const silent = () => Promise.reject(new Error("ECONNREFUSED"));
    await assert.rejects(judgeNewUsers(["orders"], silent), /is not known: ECONNREFUSED\. No user was changed/);
    await judgeNewUsers([], silent);
  });
});

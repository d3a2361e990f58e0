import assert from "node:assert/strict";
import fc from "fast-check";
import type { Application } from "../../../catalog/application";
import { checkApplications } from "../../../catalog/application-rules";
import { applications } from "../../../catalog/applications";
import { critical, standard } from "../../../catalog/profiles";
import { topics } from "../../../catalog/topics";

const said = { owner: "shop", purpose: "Orders", classification: "internal", partitions: 3 } as const;
const known = { "order.events": standard(said), "order.payments": critical(said) };
const quota = { produce: "1Mi", consume: "1Mi" };
const base = { owner: "shop", purpose: "Takes orders", namespace: "shop", quota };
const producer: Application = { ...base, produces: ["order.events"] };
const consumer: Application = { ...base, consumes: ["order.events"], groups: ["orders"] };

const report = (given: Record<string, unknown>) =>
  checkApplications(given, known).map(
    ({ path, rule, found, remedy }) => `${path} ${rule}; ${JSON.stringify(found)}. ${remedy}`,
  );
const rules = (change: Record<string, unknown>, application: Application = producer) =>
  checkApplications({ orders: { ...application, ...change } }, known).map(
    ({ path, rule }) => `${path.replace('catalog/applications.ts: applications["orders"]', "")} ${rule}`,
  );

describe("the catalog of applications", () => {
  it("holds no mistake", () => {
    assert.deepEqual(checkApplications(applications, topics), []);
  });

  it("begins with a producer and a consumer of all topics, as they were asked for", () => {
    assert.deepEqual(applications["voicecore-producer"]?.produces, Object.keys(topics));
    assert.equal(applications["voicecore-producer"]?.transactionalIdPrefix, "voicecore-producer-");
    assert.deepEqual(applications["voicecore-consumers"]?.consumes, Object.keys(topics));
    assert.deepEqual(applications["voicecore-consumers"]?.groups, ["voicecore-consumers"]);
  });
});

describe("checkApplications", () => {
  it("takes who produces, who consumes, and who does both in transactions", () => {
    assert.deepEqual(report({ producer, consumer }), []);
    const both = { ...consumer, produces: ["order.payments"], transactionalIdPrefix: "orders-" };
    assert.deepEqual(report({ both }), []);
    assert.deepEqual(rules({ groups: [] }, consumer), []);
    assert.deepEqual(rules({ quota: { ...quota, requests: 200 }, rotation: 3, revoked: 2 }), []);
  });

  it("refuses a topic that is not in the catalog, and names the one that was meant", () => {
    assert.deepEqual(report({ orders: { ...producer, produces: ["order.event", "nobody.knows.this"] } }), [
      'catalog/applications.ts: applications["orders"].produces[0] must be a topic of catalog/topics.ts, or begin with what an application owns; "order.event". Write order.events, or add the topic',
      'catalog/applications.ts: applications["orders"].produces[1] must be a topic of catalog/topics.ts, or begin with what an application owns; "nobody.knows.this". Add the topic, or remove it here',
    ]);
  });

  it("refuses what would grant nothing", () => {
    assert.deepEqual(rules({ produces: undefined }), [
      " must produce to a topic, consume one or own some: it would be allowed nothing",
    ]);
    assert.deepEqual(rules({ groups: ["orders"] }), [
      ".groups must not be there without consumes, where it does nothing",
    ]);
    assert.deepEqual(rules({ transactionalIdPrefix: "orders-" }, consumer), [
      ".transactionalIdPrefix must not be there without produces, where it does nothing",
    ]);
    assert.deepEqual(rules({ groups: undefined }, consumer), [".groups must be there with consumes"]);
  });

  it("refuses who writes to a topic of exactly once without transactions", () => {
    assert.deepEqual(rules({ produces: ["order.events", "order.payments"] }), [
      ".transactionalIdPrefix must be there with order.payments in produces, to which records are written exactly once",
    ]);
  });

  it("refuses a group that two owners use, and lets one owner's applications share one", () => {
    assert.deepEqual(report({ a: consumer, b: consumer }), []);
    assert.deepEqual(report({ a: consumer, b: { ...consumer, owner: "billing" } }), [
      'catalog/applications.ts: applications["b"].groups[0] must be no group of another owner\'s: a, of shop, uses it; "orders". Choose another group: two owners in one would take records from each other',
    ]);
  });

  it("lets no two applications have transactional ids in common, nor anybody the platform's", () => {
    const prefix = fc.stringMatching(/^[a-z][a-z.-]{1,10}[.-]$/);
    const of = (one: string, other: string) =>
      report({
        a: { ...producer, transactionalIdPrefix: one },
        b: { ...producer, transactionalIdPrefix: other },
      }).length;
    fc.assert(
      fc.property(prefix, prefix, (one, other) => {
        const shared = one.startsWith(other) || other.startsWith(one);
        assert.equal(of(one, other), shared ? 1 : 0);
      }),
    );
    assert.equal(of("orders-", "orders-eu-"), 1);
    for (const own of ["kafka-", "kafka-platform-", "kafka-platform-postflight-"]) {
      assert.match(rules({ transactionalIdPrefix: own }).join(), /that is the platform itself's/);
    }
    for (const broad of ["", "-", "a", "*", "orders", "orders-*"]) {
      assert.match(rules({ transactionalIdPrefix: broad }).join(), /must be at least 3 letters/, broad);
    }
  });

  it("lets an application own topics, and others use them", () => {
    const owner = { ...base, owns: ["basket."] };
    assert.deepEqual(report({ owner }), []);
    assert.deepEqual(report({ owner, reader: { ...consumer, consumes: ["basket.filled"] } }), []);
    assert.deepEqual(rules({ produces: ["basket.filled"] }), [
      ".produces[0] must be a topic of catalog/topics.ts, or begin with what an application owns",
    ]);
    assert.deepEqual(
      report({ owner: { ...owner, purpose: "" }, reader: { ...consumer, consumes: ["basket.filled"] } }).length,
      1,
      "the owner's mistake is none of the reader's",
    );
  });

  it("refuses an owner that has no Secret to find its certificate in", () => {
    assert.deepEqual(rules({ owns: ["basket."], adopted: true }), [
      ".owns must not be there while the application has no Secret, for its user keeps the password that it had before",
    ]);
    assert.deepEqual(rules({ owns: ["basket."], adopted: true, rotation: 2 }), []);
  });

  it("lets nobody own what begins a topic of the catalog, or the platform's, or too much", () => {
    for (const topic of ["order.events", "order_events"]) {
      const mistakes = checkApplications({ a: { ...base, owns: ["order."] } }, { [topic]: standard(said) });
      assert.deepEqual(
        mistakes.map(({ path, rule, found }) => `${path} ${rule}; ${found}`),
        [
          `catalog/applications.ts: applications["a"].owns[0] must not be the beginning of ${topic} of catalog/topics.ts, ` +
            "with dots and underscores taken for the same; order.",
        ],
      );
    }
    for (const own of ["platform.", "platform.orders."]) {
      assert.match(
        rules({ owns: [own] }).join(),
        /owns\[0\] must not begin with platform\., .* that is the platform itself's/,
      );
    }
    for (const broad of ["", ".", "*", "orders", "orders-", "__x.", "-."]) {
      assert.match(rules({ owns: [broad] }).join(), /owns must be a list of beginnings of topics' names/, broad);
    }
  });

  it("lets no two applications own topics that Kafka takes for the same", () => {
    const mistakes = report({ a: { ...base, owns: ["a.b."] }, b: { ...base, owns: ["a_b."] } });
    assert.match(mistakes.join(), /\["b"\]\.owns\[0\] must not begin with a\.b\., .* that is a's/);
  });

  it("lets no two applications own a topic in common", () => {
    const prefix = fc.stringMatching(/^[a-z]{1,3}(\.[a-z]{1,2})?\.$/);
    fc.assert(
      fc.property(prefix, prefix, fc.stringMatching(/^[a-z.]{1,4}$/), (one, other, rest) => {
        const mistakes = report({ a: { ...base, owns: [one] }, b: { ...base, owns: [other] } });
        const both = [one, other].every((owned) => `${one}${rest}`.startsWith(owned));
        assert.ok(!both || mistakes.length === 1);
        assert.ok(mistakes.length === 0 || one.startsWith(other) || other.startsWith(one));
      }),
    );
  });

  it("refuses names that are no user's, and namespaces that are none", () => {
    for (const name of ["Orders", "orders.2", "or_ders", "-orders", "x".repeat(64), "", "never-remove-tvkgigd"]) {
      assert.match(report({ [name]: producer }).join(), /must have a name of at most 63 small letters/, name);
    }
    assert.deepEqual(rules({ namespace: "The Shop" }), [".namespace must be the name of a Kubernetes namespace"]);
  });

  it("refuses quotas and rotations that are none", () => {
    assert.deepEqual(rules({ quota: { produce: "10MB", consume: "2Ti", requests: 0 } }), [
      ".quota.produce must be a size in binary units, such as 10Mi, for each second and broker",
      ".quota.consume must be at most 1Ti",
      ".quota.requests must be a whole number of percent from 1 to 10000",
    ]);
    assert.deepEqual(rules({ quota: undefined }), [".quota must be a map of settings"]);
    assert.deepEqual(rules({ rotation: 0 }), [".rotation must be a whole number from 1 on"]);
    assert.deepEqual(rules({ rotation: 2, revoked: 2 }), [
      ".revoked must be below rotation: the newest password is in use",
    ]);
    assert.deepEqual(rules({ revoked: 1 }), [".revoked must be below rotation: the newest password is in use"]);
  });

  it("refuses topics of an owner whose names Kafka does not take, and the beginning alone", () => {
    const owner = { ...base, owns: ["shop."] };
    for (const topic of ["*", "", "shop.*", "shop.a b|c/d", "shop.ä"]) {
      assert.match(
        report({ owner, orders: { ...producer, produces: [topic] } }).join(),
        /must be a list of topics' names/,
      );
    }
    assert.match(report({ owner, orders: { ...producer, produces: ["shop."] } }).join(), /must be a topic of catalog/);
    assert.deepEqual(report({ owner, orders: { ...producer, produces: ["shop.a_b-c.D"] } }), []);
  });

  it("refuses a topic or a group that is named twice, and everything that it does not know", () => {
    assert.deepEqual(rules({ produces: ["order.events", "order.events"] }), [".produces must name each topic once"]);
    assert.deepEqual(rules({ groups: ["a", "a"] }, consumer), [".groups must name each group once"]);
    assert.deepEqual(rules({ groups: ["*"] }, consumer), [
      ".groups must be a list of consumer groups, of letters, digits, dots, dashes and underscores",
    ]);
    assert.deepEqual(rules({ produce: ["order.events"] }), [".produce is not a setting"]);
  });

  it("tells all mistakes at once", () => {
    const told = checkApplications(
      {
        a: { ...consumer, owner: "Shop!", produces: ["nope"], groups: ["own"] },
        b: { ...consumer, purpose: "", produces: ["order.payments"], owner: "billing" },
        c: { ...consumer, transactionalIdPrefix: 1, produces: ["order.payments"] },
        d: { owns: ["order."] },
      },
      known,
    ).map(({ path, rule }) => `${path.slice(path.indexOf('["') + 2).replace('"]', "")} ${rule.slice(0, 48)}`);
    assert.deepEqual(told, [
      "a.owner must be the name of a team, in small letters, di",
      "b.purpose must say what it is for",
      "c.transactionalIdPrefix must be at least 3 letters, digits, dots, dashes",
      "d.owner must be the name of a team, in small letters, di",
      "d.purpose must say what it is for",
      "d.namespace must be the name of a Kubernetes namespace",
      "d.quota must be a map of settings",
      "a.produces[0] must be a topic of catalog/topics.ts, or begin w",
      "b.transactionalIdPrefix must be there with order.payments in produces, t",
      "c.groups[0] must be no group of another owner's: b, of billi",
      "d.owns[0] must not be the beginning of order.events of cat",
      "d.owns[0] must not be the beginning of order.payments of c",
    ]);
  });
});

import assert from "node:assert/strict";
import { platformTopicsReadable } from "../../../policy/policies/platform/topics-readable";
import { type Registration, unknown } from "../../components/mocks";
import { judge } from "../judge";
import { catches, setting, takes, values, worldOf } from "../mutations";

const acl = ["kafka:index/acl:Acl", "voicecore-consumers/Read/Topic/Literal/call.events"] as const;
const topic = ["kafka:index/topic:Topic", "call.events"] as const;

// Each of these has a sense of its own, so no other rule need speak; some are nothing for an application.
const also = ["access-no-wildcards", "access-cluster", "access-explicit-rule", "access-transactional-ids"];
const other = [
  "call.event",
  "call.eventss",
  "call_events",
  "calls.events",
  "Call.events",
  "CALL.EVENTS",
  "crm.updates",
];

const prefixed = (name: string) => (resource: Registration) =>
  setting("resourcePatternTypeFilter", "Prefixed")(setting("aclResourceName", name)(resource));

describe("platform-topics-readable", () => {
  for (const platform of ["dev", "prod", "dedicated"]) {
    describe(`on ${platform}`, () => {
      catches(platformTopicsReadable, {
        platform,
        resource: acl,
        reports: topic,
        mutants: [
          ...values("aclResourceName", ...other, "call.events ", " call.events", "call", "call.", "events"),
          ...values(
            "aclOperation",
            "Write",
            "Describe",
            "DescribeConfigs",
            "Alter",
            "AlterConfigs",
            "Create",
            "Delete",
          ),
          ...values("aclPermissionType", "Deny"),
          ...values("aclResourceType", "Group", "TransactionalID", "Cluster"),
          ...["call.events.", "call.events.v2", "calls", "Call.", "crm.", ".events"].map((name) => ({
            title: `it allows what begins with ${name}`,
            change: prefixed(name),
          })),
        ].map((mutant) => ({ also, ...mutant })),
      });
    });
  }
  takes(platformTopicsReadable, {
    resource: acl,
    mutants: [
      ...values("aclOperation", "All"),
      ...values("aclResourceName", "*", "call.events"),
      ...["call.events", "call.", "c"].map((name) => ({
        title: `it allows what begins with ${name}`,
        change: prefixed(name),
      })),
      // What is none of Kafka's words, another rule reports.
      ...values("aclOperation", undefined, unknown, "read", 3),
      ...values("aclPermissionType", undefined, unknown, "allow"),
      ...values("aclResourceType", undefined, unknown, "topic"),
      ...values("aclResourceName", undefined, unknown, 7),
      {
        title: "somebody else may read it",
        change: setting("aclOperation", "Write"),
        follows: (resource) =>
          resource.name === "voicecore-producer/Write/Topic/Literal/call.events"
            ? setting("aclOperation", "Read")(resource)
            : resource,
      },
    ],
  });
  takes(platformTopicsReadable, {
    resource: topic,
    mutants: [
      // Where there is no name, another rule says so.
      ...values("name", undefined, null, unknown, "", 7),
      { title: "it is the platform's own", change: setting("name", "platform.postflight") },
      {
        title: "it is in an application's own stack",
        change: setting("name", "orders.placed"),
        follows: (resource) =>
          /access|acl/.test(resource.type) ? { ...resource, type: "kafka-platform:orders:Orders" } : resource,
      },
    ],
  });
  describe("in a stack that gives access", () => {
    const unread = async (keep: (type: string) => boolean) =>
      (
        await judge(
          (await worldOf("dev")).filter(({ type }) => keep(type)),
          { rules: [platformTopicsReadable] },
        )
      ).length;
    it("is judged where there are rules, or what applications say, or both", async () => {
      const [rule, component] = [acl[0], "kafka-platform:access:Applications"] as readonly string[];
      assert.equal(await unread(() => true), 0);
      assert.equal(await unread((type) => type !== component), 0);
      // The catalog has nine topics.
      assert.equal(await unread((type) => type !== rule), 9);
      assert.equal(await unread((type) => type !== rule && type !== component), 0);
    });
    it("is judged where rules are by themselves", async () => {
      const others = (await worldOf("dev")).filter(({ type }) => type !== "kafka-platform:access:Applications");
      const violations = await judge(
        others.filter(({ name }) => name !== acl[1]),
        { rules: [platformTopicsReadable] },
      );
      assert.deepEqual(
        violations.map(({ resource }) => resource),
        [topic.join("::")],
      );
    });
  });
});

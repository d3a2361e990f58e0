import { platformTopicsReadable } from "../../../policy/policies/platform/topics-readable";
import { type Registration, unknown } from "../../components/mocks";
import { catches, setting, takes, values } from "../mutations";

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
      { title: "it is the platform's own", change: setting("name", "platform.probe") },
      {
        title: "it is in an application's own stack",
        change: setting("name", "orders.placed"),
        follows: (resource) =>
          /access|acl/.test(resource.type) ? { ...resource, type: "kafka-platform:orders:Orders" } : resource,
      },
    ],
  });
  takes(platformTopicsReadable, {
    resource: ["kafka-platform:access:Applications", "applications"],
    // Access rules tell as well that topics are given away here.
    mutants: [
      { title: "access has no component", change: (resource) => ({ ...resource, type: "orders:index:Access" }) },
    ],
  });
});

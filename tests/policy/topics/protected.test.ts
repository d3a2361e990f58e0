import assert from "node:assert/strict";
import { topicOwner } from "../../../policy/policies/topics/owner";
import { topicProtected } from "../../../policy/policies/topics/protected";
import { unknown } from "../../components/mocks";
import { judge } from "../judge";
import { catches, option, resourceOf, setting, takes } from "../mutations";

const topic = (name: string) => ["kafka:index/topic:Topic", name] as const;
const names = [
  ...["call.events", "ai.interactions", "crm.updates", "system.metrics", "notification.events", "integration.events"],
  ...["analytics.events", "billing.transactions", "security.audit"],
];

describe("topic-protected", () => {
  for (const platform of ["dev", "prod", "dedicated"]) {
    describe(`on ${platform}`, () => {
      catches(topicProtected, {
        platform,
        resource: topic("call.events"),
        mutants: [
          ...names.map((name) => ({
            title: `${name} is not protected`,
            change: option({ protect: false }),
            resource: topic(name),
          })),
          // What keeps a topic that leaves the program does not keep one that is made anew.
          ...names.map((name) => ({
            title: `${name} is retained instead`,
            change: option({ protect: false, retainOnDelete: true }),
            resource: topic(name),
          })),
          {
            title: "changes of it are left out instead",
            change: option({ protect: false, ignoreChanges: ["partitions", "config"] }),
            also: ["platform-no-ignored-changes"],
          },
          {
            title: "its name is not known",
            change: (resource) => setting("name", unknown)(option({ protect: false })(resource)),
            also: ["topic-explicit-name"],
          },
        ],
      });
    });
  }
  takes(topicProtected, {
    resource: topic("call.events"),
    config: { [topicProtected.name]: { required: false } },
    mutants: names.map((name) => ({
      title: `${name} need not be protected`,
      change: option({ protect: false }),
      resource: topic(name),
    })),
  });
  takes(topicProtected, {
    resource: topic("platform.postflight"),
    mutants: [true, false].map((protect) => ({
      title: `the option protect of the platform's own topic is ${protect}`,
      change: option({ protect }),
    })),
  });
  it("knows the platform's own topic in the platform's stack alone, and so does what asks for an owner", async () => {
    const own = resourceOf("kafka:index/topic:Topic", "orders", { name: "platform.postflight" });
    const rules = [topicProtected, topicOwner];
    const refused = async (...beside: Parameters<typeof judge>[0]) =>
      (await judge([own, ...beside], { rules }))
        .filter(({ level }) => level === "mandatory")
        .map(({ policy }) => policy);
    assert.deepEqual(await refused(), ["topic-protected", "topic-owner"]);
    assert.deepEqual(await refused(resourceOf("kafka-platform:topics:Topics", "topics", { topics: {} })), []);
  });
});

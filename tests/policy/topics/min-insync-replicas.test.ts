import { topicMinInsyncReplicas } from "../../../policy/policies/topics/min-insync-replicas";
import { unknown } from "../../components/mocks";
import { catches, setting, takes, values } from "../mutations";

const path = "config[min.insync.replicas]";
const postflight = ["kafka:index/topic:Topic", "platform.postflight"] as const;

describe("topic-min-insync-replicas", () => {
  const wrong = [
    ...[
      undefined,
      null,
      unknown,
      "0",
      "1",
      "3",
      "4",
      "-2",
      "-1",
      "22",
      "2.0",
      "2.5",
      "1.5",
      "two",
      "",
      " ",
      "2 ",
      "2,2",
    ],
    ...["0x2", "2e0", "+2", "true", 2, 1, 3, true, false, ["2"], [], {}, { value: "2" }],
  ];
  catches(topicMinInsyncReplicas, {
    resource: ["kafka:index/topic:Topic", "call.events"],
    mutants: [
      ...values(path, ...wrong),
      { title: "the platform's own topic has 1", change: setting(path, "1"), resource: postflight },
      {
        title: "an immutable topic has 1",
        change: setting(path, "1"),
        resource: ["kafka:index/topic:Topic", "security.audit"],
      },
      {
        title: "its name is written with underscores",
        change: (topic) => {
          const { "min.insync.replicas": two, ...config } = topic.inputs.config;
          return { ...topic, inputs: { ...topic.inputs, config: { ...config, min_insync_replicas: two } } };
        },
      },
    ],
  });
  // With as many replicas as that, another rule speaks.
  catches(topicMinInsyncReplicas, {
    resource: ["kafka:index/topic:Topic", "call.events"],
    mutants: [1, 2, 3, 4, 5].flatMap((replicationFactor) =>
      ["1", "0", String(Math.max(replicationFactor, 3)), "9"].map((minimum) => ({
        title: `${path} is ${minimum} with ${replicationFactor} replicas`,
        change: (topic) => setting("replicationFactor", replicationFactor)(setting(path, minimum)(topic)),
        also: ["topic-replication-factor"],
      })),
    ),
  });
  takes(topicMinInsyncReplicas, {
    resource: ["kafka:index/topic:Topic", "call.events"],
    mutants: [
      ...values(path, "2"),
      // Where replicas are wrong or there are no settings, another rule says so.
      ...values("replicationFactor", 1, 2, undefined, unknown, "3", 5),
      ...values("config", undefined, null, unknown, []),
      {
        title: "three of five replicas have to have it",
        change: (topic) => setting("replicationFactor", 5)(setting(path, "3")(topic)),
      },
    ],
  });
});

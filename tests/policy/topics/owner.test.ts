import { topicOwner } from "../../../policy/policies/topics/owner";
import { unknown } from "../../components/mocks";
import { catches, given, resourceOf, setting, takes, values } from "../mutations";

const topics = ["kafka-platform:topics:Topics", "topics"] as const;
const path = "topics[call.events].owner";
const wrong = [
  ...[
    undefined,
    null,
    unknown,
    "",
    " ",
    "VoiceCore",
    "VOICECORE",
    "voice core",
    "voice_core",
    "voicecore-",
    "-voicecore",
  ],
  ...[
    "voice--core",
    "@voicecore",
    "voicecore,billing",
    "voicecore@example.com",
    " voicecore",
    "voicecore ",
    "voicecore\n",
  ],
  ...[0, 7, true, false, [], ["voicecore"], {}, { team: "voicecore" }],
];

describe("topic-owner", () => {
  catches(topicOwner, {
    resource: topics,
    reports: ["kafka:index/topic:Topic", "call.events"],
    mutants: [
      ...values(path, ...wrong),
      // Whatever else it would have said is not known either.
      ...values("topics[call.events]", null, unknown, "voicecore", 7, true, [], ["voicecore"]),
      { title: "nothing describes it", change: setting("topics[call.events]", undefined), also: ["topic-size-bound"] },
      {
        title: "what describes it has another name",
        change: (resource) => {
          const { "call.events": description, ...others } = resource.inputs.topics;
          return given(resource, { topics: { ...others, "call.event": description } });
        },
        also: ["topic-size-bound"],
      },
      // Only the one topic of the platform's own is excused, and none that is called like it.
      ...["platform.probe", "platform.postflight.two", "platform.postflights"].map((name) => ({
        ...{ title: `it is called ${name}`, change: setting("name", name) },
        resource: ["kafka:index/topic:Topic", "call.events"] as const,
        also: ["topic-size-bound", "platform-topics-readable"],
      })),
    ],
  });
  describe("with an owner of what is not described", () => {
    catches(topicOwner, {
      resource: topics,
      reports: ["kafka:index/topic:Topic", "call.events"],
      config: { [topicOwner.name]: { owner: "orders" } },
      // It stands for an owner that is not said, and mends none that is wrong.
      mutants: [
        ...values(path, ...wrong.filter((value) => value !== undefined && value !== null)),
        ...values("topics[call.events]", unknown),
      ],
    });
    takes(topicOwner, {
      resource: topics,
      config: { [topicOwner.name]: { owner: "orders" } },
      mutants: [...values(path, undefined, "voicecore"), ...values("topics[call.events]", undefined)],
    });
  });
  takes(topicOwner, {
    resource: topics,
    mutants: values(path, "voicecore", "voice-core", "team7", "7", "a", "a-b-c"),
  });
  takes(topicOwner, {
    resource: ["kafka:index/topic:Topic", "call.events"],
    mutants: [
      // Where there is no name, another rule says so.
      ...values("name", undefined, null, unknown, "", 7),
      { title: "it is the platform's own", change: setting("name", "platform.postflight") },
    ],
  });
  takes(topicOwner, {
    resource: topics,
    // A stack may describe its topics in two places.
    beside: [resourceOf("kafka-platform:topics:Topics", "more", { topics: { "call.events": { owner: "voicecore" } } })],
    mutants: values("topics[call.events]", undefined),
  });
});

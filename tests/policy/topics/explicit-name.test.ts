import { topicExplicitName } from "../../../policy/policies/topics/explicit-name";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";

const topic = (name: string) => ["kafka:index/topic:Topic", name] as const;

describe("topic-explicit-name", () => {
  const wrong = [
    ...[undefined, null, unknown, "", 0, 1, -1, 7.5, true, false, [], ["call.events"], [unknown], [["call.events"]]],
    ...[{}, { name: "call.events" }, { prefix: "call." }, { value: unknown }],
  ];
  catches(topicExplicitName, {
    resource: topic("call.events"),
    mutants: [
      ...values("name", ...wrong),
      ...["security.audit", "platform.postflight"].flatMap((name) =>
        values("name", undefined, unknown).map((mutant) => ({
          ...{ ...mutant, title: `${mutant.title} in ${name}`, resource: topic(name) },
          // Nothing tells then that it is the platform's own, which needs no protection.
          ...(name === "platform.postflight" && { also: ["topic-protected"] }),
        })),
      ),
    ],
  });
  takes(topicExplicitName, {
    resource: topic("call.events"),
    // Whether it is a good one, another rule says.
    mutants: values("name", "call.events", "calls", "Call_Events", "call.events-7f3a2b1", "платёж", " "),
  });
});

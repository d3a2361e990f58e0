import { topicUncleanLeaderElection } from "../../../policy/policies/topics/unclean-leader-election";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";

const path = "config[unclean.leader.election.enable]";

describe("topic-unclean-leader-election", () => {
  const wrong = [
    ...[
      null,
      unknown,
      "true",
      "True",
      "TRUE",
      " true",
      "yes",
      "on",
      "1",
      "0",
      "no",
      "off",
      "",
      " ",
      "enabled",
      "never",
    ],
    ...["falsee", "'false'", true, false, 0, 1, [], ["false"], {}, { value: "false" }],
  ];
  catches(topicUncleanLeaderElection, {
    resource: ["kafka:index/topic:Topic", "call.events"],
    mutants: [
      ...values(path, ...wrong),
      ...["security.audit", "billing.transactions", "platform.postflight"].flatMap((name) =>
        values(path, "true").map((mutant) => ({
          ...{ ...mutant, title: `${mutant.title} in ${name}`, resource: ["kafka:index/topic:Topic", name] as const },
        })),
      ),
    ],
  });
  takes(topicUncleanLeaderElection, {
    resource: ["kafka:index/topic:Topic", "call.events"],
    mutants: [
      ...values(path, "false", undefined),
      // Where there are no settings, another rule says so.
      ...values("config", undefined, null, unknown, "true"),
    ],
  });
});

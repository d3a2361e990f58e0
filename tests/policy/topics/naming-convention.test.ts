import { topicNamingConvention } from "../../../policy/policies/topics/naming-convention";
import { unknown } from "../../components/mocks";
import { catches, given, type Mutant, setting, takes, values } from "../mutations";

const topic = ["kafka:index/topic:Topic", "call.events"] as const;

// As the catalog would have it: whoever describes the topic, and whoever may read it, says the same name.
const named = (...names: readonly string[]): readonly Mutant[] =>
  names.map((name) => ({
    title: `name is ${JSON.stringify(name)}`,
    change: setting("name", name),
    follows: (resource) => {
      const { type, inputs } = resource;
      if (type === "kafka-platform:topics:Topics") {
        const { "call.events": description, ...others } = inputs.topics;
        return given(resource, { topics: { ...others, [name]: description } });
      }
      return type === "kafka:index/acl:Acl" && inputs.aclResourceName === "call.events"
        ? setting("aclResourceName", name)(resource)
        : resource;
    },
  }));

describe("topic-naming-convention", () => {
  catches(topicNamingConvention, {
    resource: topic,
    mutants: named(
      ...[
        "call",
        "calls",
        "Call.events",
        "call.Events",
        "CALL.EVENTS",
        "callEvents",
        "call_events",
        "call.call_events",
      ],
      ...[
        "call..events",
        ".call.events",
        "call.events.",
        "-call.events",
        "call.events-",
        "call-.events",
        "call.-events",
      ],
      ...["1call.events", "call events", "call.events ", " call.events", "call/events", "call:events", "call.évents"],
      ...["__consumer_offsets", "_schemas", "call.events\n", "call.events\nx", "$call.events", "*", " "],
    ),
  });
  catches(topicNamingConvention, {
    resource: topic,
    config: { "topic-naming-convention": { pattern: "^(orders|billing)\\.[a-z]+$" } },
    // The platform's other topics do not fit either, and are not judged here.
    mutants: named(
      ...["call.events", "call-events", "orders", "orders.", "orders.Placed", "orders.placed.", "orders.placed.late"],
      ...["orders-placed", "order.placed", "xorders.placed", "orders.placed2", "Orders.placed", "billing.", ".billing"],
      ...["billing", "billings.made", "orders billing", "orders|billing", "billing.made-late", "billing.made late"],
    ),
  });
  takes(topicNamingConvention, {
    resource: topic,
    mutants: [
      ...named(
        "call.events",
        "call-events",
        "call.events.v2",
        "call.events-v2",
        "a.b",
        "c4.5",
        "crm.updates.eu-west-1",
      ),
      // Where there is no name, another rule says so.
      ...values("name", undefined, null, unknown, "", 7),
    ],
  });
  takes(topicNamingConvention, {
    resource: topic,
    config: { "topic-naming-convention": { pattern: "^[A-Z]\\w*$" } },
    mutants: named("CallEvents", "Call_Events"),
  });
});

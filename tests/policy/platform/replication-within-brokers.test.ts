import { platformReplicationWithinBrokers } from "../../../policy/policies/platform/replication-within-brokers";
import { type Registration, unknown } from "../../components/mocks";
import { catches, inList, type Mutant, setting, takes, values } from "../mutations";

const brokers = ["kubernetes:apps/v1:StatefulSet", "kafka-brokers"] as const;
// That there are too few members, a rule of Kubernetes' says as well.
const also = ["kubernetes-replicas"];
const wrong = [
  ...[undefined, null, unknown, 0, 1, 2, -1, -3, 0.5, 1.5, 2.5, 2.999, "3", "three", "", true, false, [], [3], {}],
  { value: 3 },
];

const replicas = (...list: readonly unknown[]): readonly Mutant[] =>
  values("spec.replicas", ...list).map((mutant) => ({ ...mutant, also }));

// The exemptions of production are of what stands alone.
const excused = (mutant: Mutant): Mutant => ({ ...mutant, also: [...also, "kubernetes-images-by-digest"] });

const topicsHave =
  (replicationFactor: unknown) =>
  (resource: Registration): Registration =>
    resource.type === "kafka:index/topic:Topic" ? setting("replicationFactor", replicationFactor)(resource) : resource;

const filesHave =
  (text: string) =>
  (resource: Registration): Registration =>
    resource.name === "kafka-files"
      ? setting(
          "data[server.properties]",
          `${resource.inputs.data["server.properties"].replace(/^.*replication\.factor.*$/gm, "")}\n${text}`,
        )(resource)
      : resource;

// With two brokers, and these for what else needs replicas.
const two = (title: string, ...follows: readonly ((resource: Registration) => Registration)[]): Mutant => ({
  ...{ title, change: setting("spec.replicas", 2), also },
  follows: (resource) => follows.reduce((changed, follow) => follow(changed), resource),
});

describe("platform-replication-within-brokers", () => {
  for (const platform of ["dev", "prod", "dedicated"]) {
    describe(`on ${platform}`, () => {
      catches(platformReplicationWithinBrokers, {
        platform,
        resource: brokers,
        mutants: [
          ...replicas(...wrong),
          ...replicas(2).map(inList).map(excused),
          two("only topics need three", filesHave("")),
          two("only a default needs three", topicsHave(1)),
          two("only offsets need three", topicsHave(1), filesHave("offsets.topic.replication.factor : 3\n")),
          two("only transactions need three", topicsHave(2), filesHave("transaction.state.log.replication.factor 3")),
        ],
      });
    });
  }
  takes(platformReplicationWithinBrokers, {
    resource: brokers,
    mutants: [
      ...replicas(3, 4, 5, 100),
      ...replicas(5).map(inList),
      two("nothing needs three", topicsHave(2), filesHave("default.replication.factor=2\n")),
      two("what would need three is a comment", topicsHave(2), filesHave("#default.replication.factor=3\n")),
      // Other rules say that these are no replicas of a topic's.
      two("topics say something else", topicsHave(4), filesHave("")),
      two("topics do not say it", topicsHave(unknown), filesHave("")),
      { title: "it is no broker", change: setting("spec.template.metadata.labels.app", "orders") },
    ],
  });
});

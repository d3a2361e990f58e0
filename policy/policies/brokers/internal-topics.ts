import { brokerRule, numberOf, said } from "../../lib/broker-files";

const required: Readonly<Record<string, number>> = {
  "offsets.topic.replication.factor": 3,
  "transaction.state.log.replication.factor": 3,
  "transaction.state.log.min.isr": 2,
};

// Kafka before 4 has no share groups; later ones take the same numbers where these are not written.
const requiredIfSet: Readonly<Record<string, number>> = {
  "share.coordinator.state.topic.replication.factor": 3,
  "share.coordinator.state.topic.min.isr": 2,
};

export const brokerInternalTopics = brokerRule({
  name: "broker-internal-topics",
  must: "The topics in which Kafka keeps offsets and transactions have three replicas, two of which a write needs.",
  why: "Kafka makes them once, with what is written then: with one replica, a broker's loss is that of all groups' places and of open transactions.",
  fix: `Write ${Object.entries({ ...required, ...requiredIfSet })
    .map((property) => property.join("="))
    .join(", ")}; the last two may be left out.`,
  absolute: true,
  brokersOnly: true,
  judge: (file) => [
    ...Object.keys(required)
      .filter((key) => numberOf(file, key) !== required[key])
      .map((key) => said(file, key)),
    ...Object.keys(requiredIfSet)
      .filter((key) => file.properties.has(key) && numberOf(file, key) !== requiredIfSet[key])
      .map((key) => said(file, key)),
  ],
});

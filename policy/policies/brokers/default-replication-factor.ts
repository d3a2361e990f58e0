import { brokerRule, numberOf, said } from "../../lib/broker-files";

const key = "default.replication.factor";
const required = 3;

export const brokerDefaultReplicationFactor = brokerRule({
  name: "broker-default-replication-factor",
  must: "A topic that does not say how many replicas it has gets three.",
  why: "Kafka's own default is one: such a topic's records are lost with a single disk.",
  fix: `Write ${key}=${required} into the configuration of brokers and controllers.`,
  absolute: true,
  judge: (file) => (numberOf(file, key) === required ? [] : [said(file, key)]),
});

import { brokerRule, numberOf, said } from "../../lib/broker-files";

const key = "min.insync.replicas";
const required = 2;

export const brokerMinInsyncReplicas = brokerRule({
  name: "broker-min-insync-replicas",
  must: "A write counts when two replicas have it, in a topic too that does not say how many.",
  why: "Kafka's own default is one: an acknowledged record is lost with its only holder. With three, nobody can write while one broker is down.",
  fix: `Write ${key}=${required} into the configuration of brokers and controllers.`,
  absolute: true,
  judge: (file) => (numberOf(file, key) === required ? [] : [said(file, key)]),
});

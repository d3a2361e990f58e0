import { brokerRule, isFalse, said } from "../../lib/broker-files";

const key = "auto.create.topics.enable";

export const brokerAutoCreateTopics = brokerRule({
  name: "broker-auto-create-topics",
  must: "Brokers make no topic because somebody asks for it.",
  why: "By Kafka's own default they do: a mistyped name becomes a topic that nobody owns, and records go there that nobody reads.",
  fix: `Write ${key}=false into the brokers' configuration.`,
  brokersOnly: true,
  judge: (file) => (isFalse(file, key) ? [] : [said(file, key)]),
});

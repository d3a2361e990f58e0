import { resourceRule, setting } from "../../lib/rule";

/** The packages that change Kafka by other resources than the rules know, and those that run whatever is written. */
const others =
  /^(command|pulumi-nodejs|pulumi-python|confluent|confluentcloud|kafka-connect|kafkaconnect|redpanda|jikkou):/;
/** Of packages for much else, what changes Kafka. */
const ofKafka = /^(aiven|upstash):index\/kafka/;

export const platformNoOtherWays = resourceRule({
  name: "platform-no-other-ways",
  must: "Kafka is changed by resources of the package kafka alone, and by nothing that runs commands.",
  why: "What a command or another package does to topics, access rules and settings of brokers, no rule sees: it is neither in a preview nor found by the search for drift.",
  fix: "Write a kafka.Topic, kafka.Acl, kafka.Quota or kafka.UserScramCredential. What has nothing to do with Kafka may stay: name its package in the setting allowed.",
  settings: {
    allowed: setting<readonly string[]>([], "Packages that are used for something else than Kafka, as command", {
      type: "array",
      items: { type: "string", minLength: 1 },
    }),
  },
  of: new RegExp(`${others.source}|${ofKafka.source}`),
  judge: ({ type }, { allowed }) =>
    allowed.some((name) => type.startsWith(`${name}:`)) ? [] : [`the resource is a ${type}`],
});

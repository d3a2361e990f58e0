import { platformNoOtherWays } from "../../../policy/policies/platform/no-other-ways";
import { catches, type Mutant, takes } from "../mutations";

const topic = ["kafka:index/topic:Topic", "call.events"] as const;
const made = (type: string, inputs: object = {}): Mutant => ({
  title: `there is a ${type}`,
  isBeside: true,
  change: (resource) => ({ ...resource, type, name: "another", inputs }),
});
const run = { create: "kafka-topics.sh --bootstrap-server kafka:9092 --delete --topic call.events" };

describe("platform-no-other-ways", () => {
  catches(platformNoOtherWays, {
    resource: topic,
    mutants: [
      ...[
        "command:local:Command",
        "command:remote:Command",
        "command:remote:CopyFile",
        "command:remote:CopyToRemote",
      ].map((type) => made(type, run)),
      ...["pulumi-nodejs:dynamic:Resource", "pulumi-nodejs:dynamic/topics:Topic", "pulumi-python:dynamic:Resource"].map(
        (type) => made(type),
      ),
      ...["kafkaTopic:KafkaTopic", "kafkaAcl:KafkaAcl", "kafkaClusterConfig:KafkaClusterConfig"].map((name) =>
        made(`confluentcloud:index/${name}`),
      ),
      ...["kafkaMirrorTopic:KafkaMirrorTopic", "roleBinding:RoleBinding", "connector:Connector"].map((name) =>
        made(`confluentcloud:index/${name}`),
      ),
      ...["confluent:index/kafkaTopic:KafkaTopic", "kafka-connect:index/connector:Connector"].map((type) => made(type)),
      ...["kafkaconnect:index/connector:Connector", "redpanda:index/topic:Topic", "redpanda:index/acl:Acl"].map(
        (type) => made(type),
      ),
      ...["redpanda:index/user:User", "jikkou:index/kafkaTopic:KafkaTopic"].map((type) => made(type)),
      ...["aiven:index/kafkaTopic:KafkaTopic", "aiven:index/kafkaAcl:KafkaAcl"].map((type) => made(type)),
      ...["aiven:index/kafkaQuota:KafkaQuota", "upstash:index/kafkaTopic:KafkaTopic"].map((type) => made(type)),
    ],
  });
  takes(platformNoOtherWays, {
    resource: topic,
    mutants: [
      ...[
        "aws:s3/bucket:Bucket",
        "aws:rds/instance:Instance",
        "gcp:storage/bucket:Bucket",
        "docker:index/image:Image",
      ].map((type) => made(type)),
      ...["random:index/randomId:RandomId", "tls:index/privateKey:PrivateKey", "aiven:index/pg:Pg"].map((type) =>
        made(type),
      ),
      ...["pulumi:providers:command", "pulumi:pulumi:StackReference", "commands:index/a:A"].map((type) => made(type)),
    ],
  });
  takes(platformNoOtherWays, {
    resource: topic,
    config: { [platformNoOtherWays.name]: { allowed: ["command", "pulumi-nodejs"] } },
    mutants: ["command:local:Command", "pulumi-nodejs:dynamic:Resource"].map((type) => made(type)),
  });
});

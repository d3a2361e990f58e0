import { brokerRule, said } from "../../lib/broker-files";

const key = "authorizer.class.name";
const inMetadata = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
const inZooKeeper = "kafka.security.authorizer.AclAuthorizer";

export const brokerAuthorizer = brokerRule({
  name: "broker-authorizer",
  must: "Every node asks the access rules before it does anything.",
  why: "Without an authorizer, Kafka keeps to no rule: whoever connects reads and deletes everything.",
  fix: `Write ${key}=${inMetadata}; with ZooKeeper, ${key}=${inZooKeeper}.`,
  judge: (file) => {
    const required = file.properties.has("process.roles") ? inMetadata : inZooKeeper;
    return file.properties.get(key) === required ? [] : [said(file, key)];
  },
});

import { brokerAuthorizer } from "../../../policy/policies/brokers/authorizer";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, reference } from "./files";

describe("broker-authorizer", () => {
  const key = "authorizer.class.name";
  const standard = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
  const inZooKeeper = "kafka.security.authorizer.AclAuthorizer";
  const wrong = [
    ...[undefined, "", "StandardAuthorizer", "true", "none", standard.toLowerCase(), `${standard};`],
    ...["kafka.security.auth.SimpleAclAuthorizer", "org.apache.kafka.metadata.authorizer.AclAuthorizer"],
    ...["io.strimzi.kafka.oauth.server.authorizer.KeycloakAuthorizer", "com.example.AllowAll", reference],
  ];
  catches(brokerAuthorizer, {
    resource: brokerFiles,
    mutants: [...lines(key, ...wrong, inZooKeeper), ...disguises(key, "com.example.AllowAll")],
  });
  takes(brokerAuthorizer, { resource: brokerFiles, mutants: lines(key, standard, ` ${standard} `) });
  takes(brokerAuthorizer, { platform: "prod", resource: brokerFiles, mutants: lines(key, inZooKeeper) });
  takes(brokerAuthorizer, { platform: "dedicated", resource: controllerFiles, mutants: lines(key, standard) });
});

describe("broker-authorizer, of controllers and beside ZooKeeper", () => {
  const key = "authorizer.class.name";
  const wrong = [
    undefined,
    "",
    "none",
    "StandardAuthorizer",
    "AclAuthorizer",
    "kafka.security.auth.SimpleAclAuthorizer",
  ];
  const others = ["com.example.AllowAll", "true", "false", reference];
  const kept = "kafka.security.authorizer.AclAuthorizer";
  const metadata = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
  const often = ["a", "b.C", "kafka.security.authorizer", "kafka.security.authorizer.Authorizer", "org.apache.kafka.X"];
  const more = ["kafka.security.authorizer.AclEntry", "org.apache.ranger.Authorizer", "null", "*", "acl", "ACL"];
  catches(brokerAuthorizer, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: lines(key, ...wrong, ...others, ...often, ...more, kept),
  });
  catches(brokerAuthorizer, {
    platform: "prod",
    resource: brokerFiles,
    mutants: lines(key, ...wrong, ...others, ...often, ...more, metadata),
  });
});

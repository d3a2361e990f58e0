import { accessQuota } from "../../../policy/policies/access/quota";
import { unknown } from "../../components/mocks";
import { catches, removed, takes, unchanged, values } from "../mutations";
import { applications, describing, newQuota, newUser, quota, user } from "./resources";

describe("access-quota", () => {
  const never = [
    undefined,
    null,
    unknown,
    "",
    "0",
    "0.0",
    "-1",
    "many",
    "10Mi",
    "1e6",
    "1,000",
    "Infinity",
    1048576,
    {},
  ];
  const others = [
    "voicecore",
    "voicecore-producers",
    "Voicecore-Producer",
    "voicecore-producer.2",
    "User:voicecore-producer",
  ];
  const newest = ["kafka:index/quota:Quota", "new-quota"] as const;
  catches(accessQuota, {
    resource: quota,
    mutants: [
      ...values("config.producer_byte_rate", ...never),
      ...values("config.consumer_byte_rate", ...never),
      ...values("config", undefined, null, unknown, {}, "1048576", [], { request_percentage: "50" }),
      ...values("entityType", undefined, null, unknown, "", "User", "users", "user-client", 1),
      ...values("entityType", "client-id", "ip").map((mutant) => ({ ...mutant, reports: user })),
      ...values("entityName", undefined, null, unknown, "", "<default>", 1, ["voicecore-producer"]),
      ...values("entityName", ...others).map((mutant) => ({ ...mutant, reports: user })),
      { title: "there is none", change: removed, reports: user },
      { title: "there is one for all users", change: unchanged, adds: [newQuota({})], reports: newest },
      {
        title: "there is one for all clients",
        change: unchanged,
        adds: [newQuota({ entityType: "client-id", entityName: "<default>" })],
        reports: newest,
      },
      {
        title: "one more user has none",
        change: unchanged,
        adds: [newUser("orders")],
        reports: ["kafka:index/userScramCredential:UserScramCredential", "new-user"],
      },
      {
        title: "an adopted user has none",
        resource: applications,
        change: describing("orders", { adopted: true }),
        reports: applications,
      },
    ],
  });
  takes(accessQuota, {
    resource: quota,
    mutants: [
      ...values("config.producer_byte_rate", "1", "0.5", "1048576", "99999999999"),
      ...values("config.request_percentage", "200"),
      ...["client-id", "ip"].map((entityType) => ({
        title: `there is one by ${entityType} besides`,
        change: unchanged,
        adds: [newQuota({ entityType, entityName: "10.0.0.1", config: { connection_creation_rate: "10" } })],
      })),
      {
        title: "one more user has one",
        change: unchanged,
        adds: [newUser("orders"), newQuota({ entityName: "orders" })],
      },
      {
        title: "an adopted user has one",
        resource: applications,
        change: describing("orders", { adopted: true }),
        adds: [newQuota({ entityName: "orders" })],
      },
      {
        title: "the adopted user of an application is gone",
        resource: applications,
        change: describing("orders", { adopted: true, rotation: 3 }),
      },
      {
        title: "there is one for somebody of another stack",
        change: unchanged,
        adds: [newQuota({ entityName: "stranger" })],
      },
    ],
  });
});

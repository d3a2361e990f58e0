/** The type tokens of resources that more than one part of the project has to know: in a state, they are identity. */
export const resourceTypes = {
  topic: "kafka:index/topic:Topic",
  acl: "kafka:index/acl:Acl",
  quota: "kafka:index/quota:Quota",
  user: "kafka:index/userScramCredential:UserScramCredential",
  secret: "kubernetes:core/v1:Secret",
  topics: "kafka-platform:topics:Topics",
  applications: "kafka-platform:access:Applications",
} as const;

import { PolicyPack } from "@pulumi/policy";
import { minimumReplicationFactor } from "./policies/topics/minimum-replication-factor";

new PolicyPack("kafka-platform", { policies: [minimumReplicationFactor] });

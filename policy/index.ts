import type { Rule } from "./lib/rule";
import { topicClass } from "./policies/topics/class";
import { topicCleanupPolicy } from "./policies/topics/cleanup-policy";
import { topicConfigKnown } from "./policies/topics/config-known";
import { topicExplicitName } from "./policies/topics/explicit-name";
import { topicMinInsyncReplicas } from "./policies/topics/min-insync-replicas";
import { topicNamingConvention } from "./policies/topics/naming-convention";
import { topicOwner } from "./policies/topics/owner";
import { topicPartitions } from "./policies/topics/partitions";
import { topicProtected } from "./policies/topics/protected";
import { topicReplicationFactor } from "./policies/topics/replication-factor";
import { topicRetention } from "./policies/topics/retention";
import { topicSizeBound } from "./policies/topics/size-bound";
import { topicUncleanLeaderElection } from "./policies/topics/unclean-leader-election";

export { readExemptions } from "./lib/exemptions";
export { startPack } from "./lib/pack";

/** All rules. */
export const rules: readonly Rule[] = [
  topicReplicationFactor,
  topicMinInsyncReplicas,
  topicUncleanLeaderElection,
  topicConfigKnown,
  topicExplicitName,
  topicNamingConvention,
  topicOwner,
  topicProtected,
  topicPartitions,
  topicCleanupPolicy,
  topicRetention,
  topicSizeBound,
  topicClass,
];

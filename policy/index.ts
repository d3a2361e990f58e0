import type { Rule } from "./lib/rule";
import { platformContractVersion } from "./policies/platform/contract-version";
import { platformDiskSpace } from "./policies/platform/disk-space";
import { platformHeap } from "./policies/platform/heap";
import { platformOneProvider } from "./policies/platform/one-provider";
import { platformReplicationWithinBrokers } from "./policies/platform/replication-within-brokers";
import { platformTopicsReadable } from "./policies/platform/topics-readable";
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

  platformReplicationWithinBrokers,
  platformHeap,
  platformDiskSpace,
  platformTopicsReadable,
  platformOneProvider,
  platformContractVersion,
];

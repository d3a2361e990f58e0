import type { Rule } from "./lib/rule";
import { accessCluster } from "./policies/access/cluster";
import { accessExplicitRule } from "./policies/access/explicit-rule";
import { accessKnownPrincipals } from "./policies/access/known-principals";
import { accessNoWildcards } from "./policies/access/no-wildcards";
import { accessQuota } from "./policies/access/quota";
import { accessReplacedInOrder } from "./policies/access/replaced-in-order";
import { accessScramIterations } from "./policies/access/scram-iterations";
import { accessScramMechanism } from "./policies/access/scram-mechanism";
import { accessTransactionalIds } from "./policies/access/transactional-ids";
import { accessUserNames } from "./policies/access/user-names";
import { topicClass } from "./policies/topics/class";
import { topicCleanupPolicy } from "./policies/topics/cleanup-policy";
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
  topicExplicitName,
  topicNamingConvention,
  topicOwner,
  topicProtected,
  topicPartitions,
  topicCleanupPolicy,
  topicRetention,
  topicSizeBound,
  topicClass,
  accessNoWildcards,
  accessCluster,
  accessExplicitRule,
  accessKnownPrincipals,
  accessTransactionalIds,
  accessReplacedInOrder,
  accessScramMechanism,
  accessScramIterations,
  accessUserNames,
  accessQuota,
];

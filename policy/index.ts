import type { Rule } from "./lib/rule";
import { kubernetesAntiAffinity } from "./policies/kubernetes/anti-affinity";
import { kubernetesDisruptionBudget } from "./policies/kubernetes/disruption-budget";
import { kubernetesExposedServices } from "./policies/kubernetes/exposed-services";
import { kubernetesImagesPinned } from "./policies/kubernetes/images-pinned";
import { kubernetesKnownObjects } from "./policies/kubernetes/known-objects";
import { kubernetesMembersAreStateful } from "./policies/kubernetes/members-are-stateful";
import { kubernetesMeshStrict } from "./policies/kubernetes/mesh-strict";
import { kubernetesNamespaceSecurity } from "./policies/kubernetes/namespace-security";
import { kubernetesNetworkPolicies } from "./policies/kubernetes/network-policies";
import { kubernetesNoHiddenObjects } from "./policies/kubernetes/no-hidden-objects";
import { kubernetesNoPatches } from "./policies/kubernetes/no-patches";
import { kubernetesNoSecretsInPlain } from "./policies/kubernetes/no-secrets-in-plain";
import { kubernetesPodSecurity } from "./policies/kubernetes/pod-security";
import { kubernetesReplicas } from "./policies/kubernetes/replicas";
import { kubernetesRequestsAndLimits } from "./policies/kubernetes/requests-and-limits";
import { kubernetesSourceRanges } from "./policies/kubernetes/source-ranges";
import { kubernetesVolumes } from "./policies/kubernetes/volumes";
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
  kubernetesKnownObjects,
  kubernetesAntiAffinity,
  kubernetesDisruptionBudget,
  kubernetesReplicas,
  kubernetesMembersAreStateful,
  kubernetesVolumes,
  kubernetesRequestsAndLimits,
  kubernetesPodSecurity,
  kubernetesNamespaceSecurity,
  kubernetesImagesPinned,
  kubernetesExposedServices,
  kubernetesSourceRanges,
  kubernetesNetworkPolicies,
  kubernetesMeshStrict,
  kubernetesNoPatches,
  kubernetesNoHiddenObjects,
  kubernetesNoSecretsInPlain,
];

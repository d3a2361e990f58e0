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
import { brokerAuthorizer } from "./policies/brokers/authorizer";
import { brokerAutoCreateTopics } from "./policies/brokers/auto-create-topics";
import { brokerClientAuthentication } from "./policies/brokers/client-authentication";
import { brokerConfigurationInFiles } from "./policies/brokers/configuration-in-files";
import { brokerConfigurationKnown } from "./policies/brokers/configuration-known";
import { brokerDefaultReplicationFactor } from "./policies/brokers/default-replication-factor";
import { brokerDenyByDefault } from "./policies/brokers/deny-by-default";
import { brokerHostNameVerification } from "./policies/brokers/host-name-verification";
import { brokerInternalTopics } from "./policies/brokers/internal-topics";
import { brokerListenersEncrypted } from "./policies/brokers/listeners-encrypted";
import { brokerMinInsyncReplicas } from "./policies/brokers/min-insync-replicas";
import { brokerNoSecrets } from "./policies/brokers/no-secrets";
import { brokerScripts } from "./policies/brokers/scripts";
import { brokerSuperUsers } from "./policies/brokers/super-users";
import { brokerTlsVersions } from "./policies/brokers/tls-versions";
import { brokerUncleanLeaderElection } from "./policies/brokers/unclean-leader-election";
import { brokerVersionFloor } from "./policies/brokers/version-floor";
import { kubernetesAntiAffinity } from "./policies/kubernetes/anti-affinity";
import { kubernetesDisruptionBudget } from "./policies/kubernetes/disruption-budget";
import { kubernetesExposedServices } from "./policies/kubernetes/exposed-services";
import { kubernetesImagesByDigest } from "./policies/kubernetes/images-by-digest";
import { kubernetesImagesPinned } from "./policies/kubernetes/images-pinned";
import { kubernetesKnownObjects } from "./policies/kubernetes/known-objects";
import { kubernetesMembersAreStateful } from "./policies/kubernetes/members-are-stateful";
import { kubernetesMeshStrict } from "./policies/kubernetes/mesh-strict";
import { kubernetesNamespaceSecurity } from "./policies/kubernetes/namespace-security";
import { kubernetesNetworkPolicies } from "./policies/kubernetes/network-policies";
import { kubernetesNoAutoscaling } from "./policies/kubernetes/no-autoscaling";
import { kubernetesNoHiddenObjects } from "./policies/kubernetes/no-hidden-objects";
import { kubernetesNoPatches } from "./policies/kubernetes/no-patches";
import { kubernetesNoSecretsInPlain } from "./policies/kubernetes/no-secrets-in-plain";
import { kubernetesPodSecurity } from "./policies/kubernetes/pod-security";
import { kubernetesReplicas } from "./policies/kubernetes/replicas";
import { kubernetesRequestsAndLimits } from "./policies/kubernetes/requests-and-limits";
import { kubernetesSourceRanges } from "./policies/kubernetes/source-ranges";
import { kubernetesVolumeClasses } from "./policies/kubernetes/volume-classes";
import { kubernetesVolumes } from "./policies/kubernetes/volumes";
import { platformContractVersion } from "./policies/platform/contract-version";
import { platformDiskSpace } from "./policies/platform/disk-space";
import { platformHeap } from "./policies/platform/heap";
import { platformNoIgnoredChanges } from "./policies/platform/no-ignored-changes";
import { platformNoOtherWays } from "./policies/platform/no-other-ways";
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

  brokerConfigurationKnown,
  brokerConfigurationInFiles,
  brokerScripts,
  brokerDefaultReplicationFactor,
  brokerMinInsyncReplicas,
  brokerInternalTopics,
  brokerUncleanLeaderElection,
  brokerAutoCreateTopics,
  brokerAuthorizer,
  brokerDenyByDefault,
  brokerSuperUsers,
  brokerListenersEncrypted,
  brokerTlsVersions,
  brokerHostNameVerification,
  brokerClientAuthentication,
  brokerNoSecrets,
  brokerVersionFloor,

  kubernetesKnownObjects,
  kubernetesAntiAffinity,
  kubernetesDisruptionBudget,
  kubernetesReplicas,
  kubernetesNoAutoscaling,
  kubernetesMembersAreStateful,
  kubernetesVolumes,
  kubernetesVolumeClasses,
  kubernetesRequestsAndLimits,
  kubernetesPodSecurity,
  kubernetesNamespaceSecurity,
  kubernetesImagesPinned,
  kubernetesImagesByDigest,
  kubernetesExposedServices,
  kubernetesSourceRanges,
  kubernetesNetworkPolicies,
  kubernetesMeshStrict,
  kubernetesNoPatches,
  kubernetesNoHiddenObjects,
  kubernetesNoSecretsInPlain,

  platformReplicationWithinBrokers,
  platformHeap,
  platformDiskSpace,
  platformTopicsReadable,
  platformOneProvider,
  platformNoOtherWays,
  platformContractVersion,
  platformNoIgnoredChanges,
];

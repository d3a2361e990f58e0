import { judgeApplicationNamespaces, judgeForeignSecrets } from "./applications";
import { judgeCertificates, judgeCertManager } from "./certificates";
import { judgeChange } from "./change";
import type { ClusterFacts, PlatformFacts } from "./facts";
import type { ChangeNeeds, Needs } from "./needs";
import { judgeNodeAddresses, judgeNodes, judgeZones } from "./nodes";
import { judgeForeign, judgeForeignClaims, judgeNamespace } from "./ownership";
import { judgeSilentAuthorities, judgeSilentMetadata } from "./silence";
import { judgeStorage } from "./storage";

/** Everything that stands in the way, each as one sentence with its remedy; empty when nothing does. */
export const judgeCluster = (facts: ClusterFacts, needs: Needs): string[] => [
  ...judgePermissions(facts),
  ...judgePlatform(facts, needs),
  ...judgeCertManager(facts),
  ...judgePriorityClass(facts, needs),
  ...judgeCertificates(facts, needs),
  ...judgeSilentAuthorities(facts, needs),
  ...judgeNodes(facts, needs),
  ...judgeZones(facts, needs),
  ...judgeNodeAddresses(facts, needs),
  ...judgeStorage(facts, needs),
  ...judgeNodePorts(facts, needs),
  ...judgeApplicationNamespaces(facts, needs),
  ...judgeForeignSecrets(facts, needs),
];

/** The part of {@link judgeCluster} that is about what there is of the platform already, or in its place. */
export const judgePlatform = (facts: PlatformFacts, needs: ChangeNeeds): string[] => [
  ...judgeNamespace(facts, needs),
  ...judgeForeign(facts, needs),
  ...judgeForeignClaims(facts, needs),
  ...judgeChange(facts, needs),
  ...judgeSilentMetadata(facts, needs),
];

const judgePermissions = ({ denied }: ClusterFacts): string[] =>
  denied.length === 0
    ? []
    : [`You may not ${denied.join(", ")}. Ask the cluster's administrator for a role that allows it.`];

const judgePriorityClass = ({ priorityClassMissing }: ClusterFacts, { priorityClass }: Needs): string[] =>
  priorityClassMissing && priorityClass !== undefined
    ? [`There is no PriorityClass ${priorityClass}. Make it, or name another in kubernetes.priorityClass.`]
    : [];

const judgeNodePorts = ({ takenNodePorts = [] }: ClusterFacts, { nodePorts }: Needs): string[] =>
  takenNodePorts
    .filter(({ port }) => nodePorts.includes(port))
    .map(
      ({ port, service }) =>
        `NodePort ${port} belongs to the Service ${service} already. Choose a free range in external.nodePortBase.`,
    );

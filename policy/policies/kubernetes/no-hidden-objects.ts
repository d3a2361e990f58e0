import { kubernetesTypes, objectsOf, type Sort } from "../../lib/kubernetes";
import { resourceRule } from "../../lib/rule";

/** What makes other objects in the cluster, by its group. Charts and files that Pulumi itself reads are not among it. */
const makers: Readonly<Record<string, readonly string[]>> = {
  "helm.sh": ["Release"],
  "helm.cattle.io": ["HelmChart", "HelmChartConfig"],
  "helm.crossplane.io": ["Release"],
  "helm.toolkit.fluxcd.io": ["HelmRelease"],
  "kustomize.toolkit.fluxcd.io": ["Kustomization"],
  "argoproj.io": ["Application", "ApplicationSet"],
  "fleet.cattle.io": ["Bundle", "GitRepo"],
  "kubernetes.crossplane.io": ["Object"],
  "addons.cluster.x-k8s.io": ["ClusterResourceSet", "HelmChartProxy"],
  "work.open-cluster-management.io": ["ManifestWork"],
  "pulumi.com": ["Program", "Stack"],
};

/** Groups of operators of Kafka: by whatever kind, they make brokers, or topics, users and access rules in Kafka. */
const operators: readonly string[] = [
  ...["kafka.strimzi.io", "core.strimzi.io", "platform.confluent.io", "kafka.jikkou.io", "kafka.banzaicloud.io"],
  ...["cluster.redpanda.com", "redpanda.vectorized.io", "topic.kafka.crossplane.io", "acl.kafka.crossplane.io"],
];

const isMaker = ({ group, kind }: Sort): boolean => {
  const own = kind.replace(/Patch$/, "");
  return operators.includes(group) || (Object.hasOwn(makers, group) && (makers[group] ?? []).includes(own));
};

export const kubernetesNoHiddenObjects = resourceRule({
  name: "kubernetes-no-hidden-objects",
  must: "Everything that is made in the cluster, and in Kafka, is a resource of a stack, where the rules see it.",
  why: "What an operator makes in the cluster, no rule sees before it is there: anything can be in it, and all of it tomorrow.",
  fix: "Write the objects as resources, and topics, users and access rules as those of the package kafka; for a chart, use kubernetes.helm.v4.Chart in place of Release, which renders it before rules judge.",
  // What nobody sees, no rule keeps records of.
  absolute: true,
  of: kubernetesTypes,
  judge: (resource) =>
    objectsOf(resource)
      .filter(isMaker)
      .map(
        ({ group, kind, path }) =>
          `${path === "" ? "" : `${path} is `}a ${kind} of ${group}, which makes others in the cluster, or in Kafka`,
      ),
});

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
  "kafka.strimzi.io": ["Kafka", "KafkaBridge", "KafkaConnect", "KafkaMirrorMaker2", "KafkaNodePool"],
};

const isMaker = ({ group, kind }: Sort): boolean => {
  const own = kind.replace(/Patch$/, "");
  return Object.hasOwn(makers, group) && (makers[group] ?? []).includes(own);
};

export const kubernetesNoHiddenObjects = resourceRule({
  name: "kubernetes-no-hidden-objects",
  must: "Everything that is made in the cluster is a resource of a stack, where the rules see it.",
  why: "What is rendered in the cluster, no rule sees before it runs: anything can be in it, and all of it tomorrow.",
  fix: "Write the objects as resources; for a chart, use kubernetes.helm.v4.Chart in place of Release, which renders it before rules judge.",
  // What nobody sees, no rule keeps records of.
  absolute: true,
  of: kubernetesTypes,
  judge: (resource) =>
    objectsOf(resource)
      .filter(isMaker)
      .map(
        ({ group, kind, path }) =>
          `${path === "" ? "" : `${path} is `}a ${kind} of ${group}, which makes objects in the cluster`,
      ),
});

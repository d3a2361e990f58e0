import { kubernetesNoHiddenObjects } from "../../../policy/policies/kubernetes/no-hidden-objects";
import { catches, takes } from "../mutations";
import { beside, brokers } from "./mutants";

const made = (type: string, inputs: object = { metadata: { namespace: "orders" } }) =>
  beside(`there is a ${type}`, `kubernetes:${type}`, inputs);

describe("kubernetes-no-hidden-objects", () => {
  catches(kubernetesNoHiddenObjects, {
    resource: brokers,
    mutants: [
      made("helm.sh/v3:Release", { chart: "kafka", repositoryOpts: { repo: "https://charts.example.org" } }),
      { ...made("helm.sh/v3:Release", {}), title: "a release says nothing" },
      ...["helm.sh/v4:Release", "helm.sh/v3:ReleasePatch", "helm.cattle.io/v1:HelmChart"].map((type) => made(type)),
      ...["helm.cattle.io/v1:HelmChartConfig", "helm.crossplane.io/v1beta1:Release"].map((type) => made(type)),
      ...["helm.toolkit.fluxcd.io/v2:HelmRelease", "helm.toolkit.fluxcd.io/v2beta1:HelmRelease"].map((type) =>
        made(type),
      ),
      ...["helm.toolkit.fluxcd.io/v2:HelmReleasePatch", "kustomize.toolkit.fluxcd.io/v1:Kustomization"].map((type) =>
        made(type),
      ),
      ...["argoproj.io/v1alpha1:Application", "argoproj.io/v1alpha1:ApplicationSet"].map((type) => made(type)),
      ...["fleet.cattle.io/v1alpha1:Bundle", "fleet.cattle.io/v1alpha1:GitRepo"].map((type) => made(type)),
      ...["kubernetes.crossplane.io/v1alpha2:Object", "addons.cluster.x-k8s.io/v1beta1:ClusterResourceSet"].map(
        (type) => made(type),
      ),
      ...["work.open-cluster-management.io/v1:ManifestWork", "pulumi.com/v1:Stack", "pulumi.com/v1:Program"].map(
        (type) => made(type),
      ),
      ...["Kafka", "KafkaNodePool", "KafkaConnect", "KafkaBridge", "KafkaTopic", "KafkaUser", "KafkaTopicPatch"].map(
        (kind) => made(`kafka.strimzi.io/v1beta2:${kind}`),
      ),
      ...["core.strimzi.io/v1beta2:StrimziPodSet", "platform.confluent.io/v1beta1:KafkaTopic"].map((type) =>
        made(type),
      ),
      ...["platform.confluent.io/v1beta1:ConfluentRolebinding", "kafka.jikkou.io/v1beta2:KafkaTopic"].map((type) =>
        made(type),
      ),
      ...["cluster.redpanda.com/v1alpha2:Topic", "cluster.redpanda.com/v1alpha2:User"].map((type) => made(type)),
      ...["redpanda.vectorized.io/v1alpha1:Cluster", "kafka.banzaicloud.io/v1alpha1:KafkaTopic"].map((type) =>
        made(type),
      ),
      ...["topic.kafka.crossplane.io/v1alpha1:Topic", "acl.kafka.crossplane.io/v1alpha1:AccessControlList"].map(
        (type) => made(type),
      ),
      {
        ...made("v1:List", { items: [{ apiVersion: "helm.toolkit.fluxcd.io/v2", kind: "HelmRelease" }] }),
        title: "it is in a list of anything",
      },
      {
        ...made("helm.toolkit.fluxcd.io/v2:HelmReleaseList", { items: [{ metadata: {} }] }),
        title: "it is in a list of its own kind",
      },
    ],
  });
  takes(kubernetesNoHiddenObjects, {
    resource: brokers,
    mutants: [
      ...["helm.sh/v3:Chart", "helm.sh/v4:Chart", "yaml:ConfigFile", "yaml:ConfigGroup", "yaml/v2:ConfigFile"].map(
        (type) => made(type),
      ),
      ...["yaml/v2:ConfigGroup", "kustomize:Directory", "kustomize/v2:Directory"].map((type) => made(type)),
      ...["cert-manager.io/v1:Certificate", "argoproj.io/v1alpha1:AppProject", "example.org/v1:Release"].map((type) =>
        made(type),
      ),
      ...["apps/v1:ControllerRevision", "example.org/v1:KafkaTopic", "sources.knative.dev/v1:KafkaSource"].map((type) =>
        made(type),
      ),
    ],
  });
});

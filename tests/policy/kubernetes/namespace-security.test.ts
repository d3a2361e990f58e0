import { kubernetesNamespaceSecurity } from "../../../policy/policies/kubernetes/namespace-security";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";
import { beside, hidden } from "./mutants";

const label = "pod-security.kubernetes.io/enforce";
const namespace = "kubernetes:core/v1:Namespace";
const resource = [namespace, "kafka"] as const;

describe("kubernetes-namespace-security", () => {
  const mutants = [
    ...values(
      `metadata.labels[${label}]`,
      ...[undefined, null, unknown, "", "baseline", "privileged", "Restricted", "RESTRICTED", "restricted ", "strict"],
      ...[true, ["restricted"], {}],
    ),
    ...values("metadata.labels", undefined, null, unknown, {}, [], { "pod-security.kubernetes.io/warn": "restricted" }),
    ...values("metadata.labels", { "pod-security.kubernetes.io/audit": "restricted" }, { enforce: "restricted" }),
    ...values(
      "metadata",
      undefined,
      null,
      unknown,
      { name: "kafka" },
      { name: "kafka", annotations: { [label]: "restricted" } },
    ),
  ];
  catches(kubernetesNamespaceSecurity, {
    resource,
    mutants: [
      ...mutants,
      ...hidden(...mutants.slice(0, 6)),
      beside("another has no labels", namespace, { metadata: { name: "orders" } }),
      beside("another has no name", namespace, {}),
      beside("another is a custom resource", "kubernetes:v1:Namespace", { metadata: { name: "orders" } }),
    ],
  });
  takes(kubernetesNamespaceSecurity, {
    resource,
    mutants: [
      ...values("metadata.labels[pod-security.kubernetes.io/enforce-version]", "latest", "v1.34"),
      ...values("metadata.labels[pod-security.kubernetes.io/warn]", undefined, "baseline"),
      ...values("metadata.name", undefined, unknown, "kafka-2"),
      beside("an application's is restricted", namespace, { metadata: { labels: { [label]: "restricted" } } }),
      beside("another kind has none", "kubernetes:example.org/v1:Namespace", {}),
    ],
  });
});

import { kubernetesVolumeClasses } from "../../../policy/policies/kubernetes/volume-classes";
import { type Registration, unknown } from "../../components/mocks";
import { catches, type Mutant, setting, takes } from "../mutations";
import { beside, brokers } from "./mutants";

const classes = "kubernetes:storage.k8s.io/v1:StorageClass";
const volumes = "kubernetes:core/v1:PersistentVolume";
const sets = brokers[0];

/** The platform's sets, with claims of a class. */
const claiming = (storageClassName: unknown) => (one: Registration) =>
  one.type === sets ? setting("spec.volumeClaimTemplates.0.spec.storageClassName", storageClassName)(one) : one;
const classed = (title: string, reclaimPolicy: unknown, name: unknown = "fast", claimed: unknown = "fast"): Mutant => ({
  ...beside(`${title}: ${JSON.stringify(reclaimPolicy) ?? "nothing"}`, classes, {
    ...{ metadata: { name }, provisioner: "example.org/disk", reclaimPolicy },
  }),
  resource: ["kubernetes:core/v1:ConfigMap", "kafka-files"],
  follows: claiming(claimed),
});
const volume = (title: string, persistentVolumeReclaimPolicy: unknown, more: object): Mutant => ({
  ...beside(`${title}: ${JSON.stringify(persistentVolumeReclaimPolicy) ?? "nothing"}`, volumes, {
    ...{ metadata: { name: "disk" }, spec: { capacity: { storage: "1Ti" }, persistentVolumeReclaimPolicy, ...more } },
  }),
  resource: ["kubernetes:core/v1:ConfigMap", "kafka-files"],
  follows: claiming("fast"),
});
const claimRef = (name: unknown, namespace: unknown = "kafka") => ({ claimRef: { name, namespace } });
const args = { platform: "prod", resource: brokers } as const;
const wrong = [undefined, null, unknown, "Delete", "Recycle", "retain", ""];
const isDefault = { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } };
const defaulted = (reclaimPolicy: unknown): Mutant => ({
  ...beside(`the default class: ${JSON.stringify(reclaimPolicy) ?? "nothing"}`, classes, {
    ...{ metadata: { name: "standard", ...isDefault }, reclaimPolicy },
  }),
  resource: ["kubernetes:core/v1:ConfigMap", "kafka-files"],
});

describe("kubernetes-volume-classes", () => {
  catches(kubernetesVolumeClasses, {
    ...args,
    mutants: [
      ...wrong.map((policy) => classed("the class", policy)),
      ...[undefined, "Delete"].flatMap((policy) => [
        classed("a class whose name is not known", policy, unknown),
        classed("a class, and nobody knows which is claimed", policy, "slow", unknown),
        defaulted(policy),
      ]),
      ...wrong
        .slice(2)
        .flatMap((policy) => [
          volume("a volume of the class", policy, { storageClassName: "fast" }),
          volume("a broker's volume", policy, claimRef("data-kafka-0")),
          volume("a server's volume", policy, claimRef("data-zookeeper-2")),
        ]),
      volume("somebody's volume", "Delete", claimRef(unknown)),
      volume("a volume of some class", "Delete", { storageClassName: unknown }),
    ],
  });
  takes(kubernetesVolumeClasses, {
    ...args,
    mutants: [
      classed("the class", "Retain"),
      classed("another class", "Delete", "slow"),
      defaulted("Retain"),
      ...[undefined, "Retain"].map((policy) => volume("a volume", policy, claimRef("data-kafka-0"))),
      volume("an application's volume", "Delete", claimRef("data-orders-0")),
      volume("a volume elsewhere", "Delete", claimRef("data-kafka-0", "orders")),
      volume("a volume of another class", "Delete", { storageClassName: "slow" }),
      volume("a volume of no class", "Delete", {}),
    ],
  });
  takes(kubernetesVolumeClasses, {
    resource: brokers,
    mutants: [{ ...classed("dev's", "Delete"), follows: claiming("fast") }],
  });
});

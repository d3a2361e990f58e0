import { kubernetesImagesPinned } from "../../../policy/policies/kubernetes/images-pinned";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";
import { application, applicationPod, beside, brokers, deployment, hidden, zooKeeper } from "./mutants";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const images = (container: string) => `spec.template.spec.${container}.image`;

const never = [
  ...[undefined, null, unknown, "", " ", true, 42, [], {}],
  ...["kafka", "apache/kafka", "host:5000/kafka", "host:5000/apache/kafka", "docker.io/apache/kafka"],
  ...["apache/kafka:latest", "host:5000/kafka:latest", "latest", `orders:latest@${digest.slice(1)}`],
  ...["apache/kafka:", "apache/kafka@", "apache/kafka:4.2.0@", "apache/kafka:4.2 .0", " apache/kafka:4.2.0"],
  ...["apache/kafka:4.2.0 ", "apache/kafka:4.2.0\n", "apache//kafka:4.2.0", "Apache/Kafka:4.2.0:1", "kafka:4:2"],
  ...[`apache/kafka@${digest.slice(0, -1)}`, `apache/kafka@${digest}0`, `apache/kafka@${digest.toUpperCase()}`],
  ...[`apache/kafka:4.2.0@${digest.replace("a", "g")}`, `apache/kafka:4.2.0@${digest.slice(7)}`, "kafka:4.2.0@sha256:"],
  ...[`apache/kafka:4.2.0@md5:${"0".repeat(32)}`, `apache/kafka:4.2.0@sha256:${"x".repeat(64)}`],
];
const tagged = ["apache/kafka:4.2.0", "kafka:4", "host:5000/kafka:4.2.0", "localhost/kafka:4.2.0-local"];
const pinned = [
  ...[`apache/kafka@${digest}`, `apache/kafka:4.2.0@${digest}`, `host:5000/kafka@${digest}`, `kafka@${digest}`],
  ...[`orders:latest@${digest}`, `host:5000/orders:latest@${digest}`],
  ...[`host:5000/a/b/kafka:4.2.0@${digest}`, `registry.example.org/team_a/kafka-connect:4.2.0-1.el9@${digest}`],
];

/** The image in the one container of a resource, so that others are not wrong as well. */
const single = (image: unknown) =>
  application({
    ...applicationPod,
    containers: applicationPod.containers.map((container) => ({ ...container, image })),
  });

describe("kubernetes-images-pinned", () => {
  catches(kubernetesImagesPinned, {
    resource: brokers,
    mutants: [
      ...values(images("containers.0"), ...never),
      ...values(images("initContainers.0"), ...never),
      ...hidden(...values(images("containers.0"), ...never.slice(0, 12))),
    ],
  });
  describe("of applications", () => {
    const shell = { ...applicationPod.containers[0], name: "shell" };
    const places = ["initContainers", "ephemeralContainers"].flatMap((list) =>
      ["shell", "shell:latest"].map((image) =>
        beside(`${image} is in ${list}`, deployment, application({ ...applicationPod, [list]: [{ ...shell, image }] })),
      ),
    );
    const mutants = [
      ...never.map((image) => beside(`its image is ${JSON.stringify(image)}`, deployment, single(image))),
      ...places,
    ];
    catches(kubernetesImagesPinned, { resource: brokers, mutants });
  });
  describe("of ZooKeeper", () => {
    const mutants = values(images("containers.0"), ...never);
    catches(kubernetesImagesPinned, { platform: "prod", resource: zooKeeper, mutants });
  });
  takes(kubernetesImagesPinned, {
    resource: brokers,
    mutants: [
      ...values(images("containers.0"), ...tagged, ...pinned),
      beside("an application's has a tag", deployment, application()),
    ],
  });
});

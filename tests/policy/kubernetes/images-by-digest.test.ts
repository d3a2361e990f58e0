import { kubernetesImagesByDigest } from "../../../policy/policies/kubernetes/images-by-digest";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";
import { application, applicationPod, beside, brokers, deployment, hidden, zooKeeper } from "./mutants";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const images = (container: string) => `spec.template.spec.${container}.image`;
const tagged = ["apache/kafka:4.2.0", "kafka:4.2.0", "host:5000/kafka:4.2.0", "localhost/kafka:4.2.0-local"];
const others = ["busybox:1.37", "tools:1", "host:5000/a/b/tools:2.0-1.el9", "registry.example.org/team_a/tools:x"];

/** Pods of an application with an image in one of their lists of containers. */
const withImage = (list: string, image: unknown) => {
  const [container] = applicationPod.containers;
  const digested = { ...container, image: `registry:5000/orders@${digest}` };
  return application({ ...applicationPod, containers: [digested], [list]: [{ ...container, image }] });
};
const required = { "kubernetes-images-by-digest": { required: true } };

describe("kubernetes-images-by-digest", () => {
  const lists = ["containers", "initContainers", "ephemeralContainers"];
  catches(kubernetesImagesByDigest, {
    ...{ resource: brokers, config: required },
    mutants: lists.flatMap((list) =>
      [...tagged, ...others].map((image) => beside(`${image} is in ${list}`, deployment, withImage(list, image))),
    ),
  });
  describe("by default", () => {
    const mutants = values(
      images("containers.0"),
      ...tagged,
      ...others,
      ...others.map((image) => `docker.io/${image}`),
    );
    const more = values(images("initContainers"), [{ name: "tools", image: "tools:1" }]).slice(1);
    catches(kubernetesImagesByDigest, {
      ...{ platform: "prod", resource: zooKeeper },
      mutants: [...mutants, ...more, ...hidden(...mutants)].filter(({ title }) => !title.includes("docker.io/host")),
    });
  });
  takes(kubernetesImagesByDigest, {
    ...{ resource: brokers, config: required },
    mutants: [
      ...values(images("containers.0"), `apache/kafka@${digest}`, `apache/kafka:4.2.0@${digest}`).map((one) => ({
        ...one,
        ...beside(one.title, deployment, withImage("containers", `apache/kafka:4.2.0@${digest}`)),
      })),
      // What another rule reports.
      ...[undefined, unknown, "kafka", "kafka:latest", "kafka:4.2.0@sha256:0"].map((image) =>
        beside(`its image is ${String(image)}`, deployment, withImage("containers", image)),
      ),
    ],
  });
  takes(kubernetesImagesByDigest, { resource: brokers, mutants: values(images("containers.0"), ...tagged) });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalog } from "../../catalog/catalog";
import { readinessGate } from "../../components/gates/readiness";
import { brokerIds, brokerLabels, podName, statefulSetName } from "../../components/kafka/names";
import { platformPolicies } from "../../components/network/policies";
import { declare } from "../../components/platform/declared";
import { volumes } from "../../components/platform/volumes";
import type { Settings } from "../../config/settings";
import { readExemptions, rules } from "../../policy/index";
import type { Registration } from "../components/mocks";
import { bootstrapServers, clusterOf, kubernetesProvider, registerIssued } from "../components/platform";
import { dev, prod, settingsOf } from "../unit/config/stack-file";
import type { Judging } from "./judge";

/** Everything that a platform's first preview registers, when the least is known. */
export const platformOf = (settings: Settings): Promise<readonly Registration[]> =>
  registerIssued("unknown outputs", () => {
    const provider = kubernetesProvider();
    platformPolicies("network", settings, { provider });
    const { namespace, args, cluster } = clusterOf(settings, false, { provider });
    const { coordination } = settings.kafka;
    const ready = readinessGate({
      ...{ namespace: "kafka", labels: brokerLabels, statefulSet: statefulSetName, mode: coordination, timeout: "1m" },
      pods: brokerIds(settings.kafka.brokers).map(podName),
      after: cluster.statefulSet,
      externalServices: cluster.externalServices,
      clusterId: args.clusterId,
      bootstrap: bootstrapServers,
      identity: args.identities.administrator,
    });
    volumes(settings, { brokers: cluster.statefulSet, coordinators: args.coordinated.statefulSet }, { provider });
    declare(
      { ...catalog, protect: settings.topics.protect },
      { ...args, cluster, stack: "kafka-platform.test", ready, namespace, here: namespace, provider },
      async () => {},
    );
  });

const controllers = {
  count: 3,
  resources: { cpu: "500m", memory: "2Gi" },
  jvm: { heap: "768Mi" },
  storageSize: "3Gi",
};

const sourceRanges = ["10.0.0.0/8"];

/** The platforms of this repository, one with controllers of their own, and one whose node ports are for a network. */
export const platforms: Readonly<Record<string, () => Promise<readonly Registration[]>>> = {
  dev: () => platformOf(settingsOf(dev())),
  prod: () => platformOf(settingsOf(prod())),
  dedicated: () => platformOf(settingsOf(dev({ kraft: { controllers } }))),
  bounded: () => platformOf(settingsOf(dev({ external: { sourceRanges } }))),
};

const policies = join(__dirname, "../../policy");

/** By what each of the platforms is judged: the environment that it is most like. */
export function judgingOf(
  platform: keyof typeof platforms,
): Judging & Required<Pick<Judging, "config" | "exemptions">> {
  const stack = platform === "prod" ? "prod" : "dev";
  return {
    stack,
    config: JSON.parse(readFileSync(join(policies, "environments", `${stack}.json`), "utf8")) as NonNullable<
      Judging["config"]
    >,
    exemptions: readExemptions(join(policies, "exemptions.json"), rules),
    // When all of them held.
    now: new Date("2026-11-23"),
  };
}

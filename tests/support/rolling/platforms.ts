import type { LocalStack } from "../../../local/stack";
import { layout } from "../test-platform";
import { untilServing } from "./pods";
import { overlaid, type Settings, withStack } from "./production";

/** What keeps a platform's metadata: its brokers, controllers in pods of their own, or ZooKeeper. */
export const modes = ["kraft", "dedicated", "zookeeper"] as const;
export type Mode = (typeof modes)[number];

/** A kind of platform that is tested. */
export interface Platform {
  /** As it is called in titles. */
  readonly title: string;
  readonly stack: "dev" | "prod";
  /** What is laid over the stack's settings. */
  readonly settings: Settings;
  /** Its StatefulSets; what keeps the metadata comes first. */
  readonly sets: readonly [string, ...string[]];
}

/** The label that selects the pods of a StatefulSet. */
export const labelOf = (statefulSet: string): string => `app=${statefulSet}`;

/** Controllers in pods of their own, and brokers behind load balancers: what no stack of the repository has. */
function dedicated(): Settings {
  const first = layout().loadBalancerRange.split("-")[0] as string;
  const addresses = [0, 1, 2].map((id) => first.replace(/\d+$/, (last) => String(Number(last) + id)));
  const controllers = {
    count: 3,
    resources: { cpu: "100m", memory: "512Mi" },
    jvm: { heap: "192Mi" },
    storageSize: "1Gi",
  };
  return {
    "kafka-platform:kraft": { controllers },
    "kafka-platform:external": { type: "LoadBalancer", addresses, nodePortBase: null },
  };
}

/** The platform with this keeper of its metadata, on the test cluster. */
export const platformOf = (mode: Mode): Platform =>
  ({
    kraft: () => ({ title: "KRaft", stack: "dev", settings: {}, sets: ["kafka"] }) as const,
    dedicated: () =>
      ({
        title: "dedicated controllers",
        stack: "dev",
        settings: dedicated(),
        sets: ["kafka-controller", "kafka"],
      }) as const,
    zookeeper: () => ({ title: "ZooKeeper", stack: "prod", settings: {}, sets: ["zookeeper", "kafka"] }) as const,
  })[mode]();

/** Does work with the stack of a platform. @param changes further settings, laid over those that it has */
export const onPlatform = <T>(
  { stack, settings }: Platform,
  changes: Settings,
  work: (stack: LocalStack) => Promise<T>,
): Promise<T> => withStack(stack, overlaid(settings, changes), work);

/** Waits until every pod of a platform serves. */
export async function untilWhole({ sets }: Platform): Promise<void> {
  for (const set of sets) {
    await untilServing(3, labelOf(set));
  }
}

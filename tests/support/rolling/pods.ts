import { isDeepStrictEqual } from "node:util";
import { nodePowerOff, nodePowerOn } from "../../../local/cluster/cluster";
import { waitFor } from "../../../local/support/wait";
import { kube, kubeJson, TEST_CLUSTER, toolchain } from "../test-platform";

/** What the tests look at of a pod. */
export interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName: string };
  readonly status: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly lastTransitionTime: string;
    }[];
    readonly containerStatuses?: readonly {
      readonly restartCount: number;
      readonly state: { readonly running?: { readonly startedAt: string } };
    }[];
  };
}

/** The pods of a set, by their names. @param label selects them */
export const pods = async (label = "app=kafka"): Promise<Pod[]> =>
  (await kubeJson<{ items: Pod[] }>("get", "pods", "-n", "kafka", "-l", label)).items.sort((a, b) =>
    a.metadata.name < b.metadata.name ? -1 : 1,
  );

/** Whether a pod is there for others. */
export const serves = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp === undefined &&
  (status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false);

/** Since when each pod's main container runs, and in which pod: equal only where nothing started anew. */
export const incarnations = async (label?: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await pods(label)).map(({ metadata, status }) => {
      const main = status.containerStatuses?.[0];
      return [metadata.name, [metadata.uid, main?.restartCount, main?.state.running?.startedAt].join(" ")];
    }),
  );

/** The {@link incarnations} of the brokers but for kafka-2, which a roll takes first. */
export const survivors = async (): Promise<Record<string, string>> => {
  const { "kafka-2": _, ...others } = await incarnations();
  return others;
};

/** The names of the pods of a set that serve, in their order. */
export const serving = async (label?: string): Promise<string[]> =>
  (await pods(label)).filter(serves).map(({ metadata }) => metadata.name);

/** Waits until so many pods serve, and no other ones exist. */
export const untilServing = (count: number, label?: string, timeoutMs = 600_000): Promise<unknown> =>
  waitFor(
    `${count} serving pods of ${label ?? "app=kafka"}`,
    async () => {
      const found = await pods(label);
      return found.length === count && found.every(serves);
    },
    { timeoutMs, everyMs: 1000 },
  );

/** Waits until these brokers serve, and no other ones. */
export const untilReady = (brokers: readonly string[]): Promise<unknown> =>
  waitFor(`the ready brokers to be ${brokers.join(", ")}`, async () => isDeepStrictEqual(await serving(), brokers), {
    timeoutMs: 600_000,
    everyMs: 1000,
  });

/** The number of the node that a broker's pod runs on. */
export const nodeOf = async (broker: string): Promise<number> => {
  const pod = (await pods()).find(({ metadata }) => metadata.name === broker);
  return Number(pod?.spec.nodeName.replace("node-", ""));
};

/** Cuts the power of all three nodes, and gives it back. */
export async function allNodesOffAndOn(): Promise<void> {
  const { kubernetes } = await toolchain();
  for (const node of [1, 2, 3]) {
    await nodePowerOff(TEST_CLUSTER, node);
  }
  for (const node of [1, 2, 3]) {
    await nodePowerOn(TEST_CLUSTER, node, kubernetes);
  }
}

/** Runs a command in a pod, with both of its outputs, whatever its exit code. */
export const inPod = (pod: string, command: string): Promise<string> =>
  kube("exec", pod, "-n", "kafka", "--", "bash", "-c", `{ ${command}; } 2>&1 || true`);

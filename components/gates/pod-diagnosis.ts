import type * as client from "@kubernetes/client-node";
import type { KubernetesApis } from "./kubernetes-client";
import { currentContainer, type RolloutArgs, selectorOf } from "./rollout-facts";

type Core = Pick<KubernetesApis, "core">;

/**
 * Kubernetes' newest warnings and the last lines of the logs of pods that are not ready, for whoever has to find out
 * why nothing goes on. Where they cannot be had, what is lacking is told without them.
 *
 * @param since leaves out the warnings of earlier troubles
 */
export async function diagnosis(apis: Core, args: RolloutArgs, since: Date): Promise<readonly string[]> {
  const [warned, logs] = await Promise.all([warnings(apis, args.namespace, since), unreadyLogs(apis, args)]);
  return [
    ...(warned.length === 0 ? [] : ["Kubernetes warns:", ...warned.map((line) => `  ${line}`)]),
    ...logs.flatMap(({ pod, lines }) => [`The log of ${pod} ends with:`, ...lines.map((line) => `  ${line}`)]),
  ];
}

/** The newest warning about each object of the namespace. */
export async function warnings({ core }: Core, namespace: string, since: Date): Promise<string[]> {
  try {
    const { items } = await core.listNamespacedEvent({ namespace, fieldSelector: "type=Warning" });
    const newest = new Map(
      items
        .filter((event) => timeOf(event) >= since.getTime())
        .sort((a, b) => timeOf(a) - timeOf(b))
        .map(({ involvedObject: { kind, name }, reason, message }) => [`${kind} ${name}`, `${reason}: ${message}`]),
    );
    return [...newest].map(([object, text]) => `${object}: ${text.split("\n")[0]}`);
  } catch {
    return [];
  }
}

const timeOf = ({ lastTimestamp, eventTime, metadata }: client.CoreV1Event): number =>
  new Date(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? 0).getTime();

const tailLines = 15;

interface LogTail {
  readonly pod: string;
  readonly lines: readonly string[];
}

/** The last lines that each pod wrote which is not ready. */
export async function unreadyLogs({ core }: Core, args: RolloutArgs): Promise<readonly LogTail[]> {
  try {
    const { items } = await core.listNamespacedPod({
      namespace: args.namespace,
      labelSelector: selectorOf(args.labels),
    });
    const unready = items.filter(({ status }) => !status?.conditions?.some(isReady));
    return (await Promise.all(unready.map((pod) => logOf({ core }, args.namespace, pod)))).flat();
  } catch {
    return [];
  }
}

const isReady = ({ type, status }: client.V1PodCondition): boolean => type === "Ready" && status === "True";

async function logOf({ core }: Core, namespace: string, { metadata, status }: client.V1Pod): Promise<LogTail[]> {
  const name = metadata?.name ?? "";
  const container = speaker(status);
  if (container === undefined) {
    return [];
  }
  try {
    // A container that is waiting to be started again has said in its last life why.
    const previous = container.state?.running === undefined && container.state?.terminated === undefined;
    const log = await core.readNamespacedPodLog({
      namespace,
      name,
      container: container.name,
      tailLines,
      ...(previous && { previous }),
    });
    const lines = log.trimEnd().split("\n").slice(-tailLines);
    return lines.join("") === "" ? [] : [{ pod: name, lines }];
  } catch {
    return [];
  }
}

// A container that has never run has nothing to say.
function speaker(status: client.V1PodStatus | undefined): client.V1ContainerStatus | undefined {
  const container = currentContainer(status);
  const everRan = container?.state?.running ?? container?.state?.terminated ?? container?.lastState?.terminated;
  return everRan === undefined ? undefined : container;
}

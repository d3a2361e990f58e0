/**
 * After a killed `pulumi up`, the state says which operations were under way without knowing how they ended. Most are
 * simply done again. A topic that was made after all has to be taken over, or its creation would fail for ever.
 *
 * The state is edited rather than refreshed: a refresh asks the brokers about every topic, and they may not be up.
 */
import { kubectl } from "./cluster/control-plane";
import { type LocalStack, pulumi } from "./stack";

const TOPIC = "kafka:index/topic:Topic";

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: { readonly name?: string };
}

interface PendingOperation {
  readonly type: string;
  readonly resource: Resource;
}

/** What `pulumi stack export` prints, as far as it matters here. */
export interface ExportedState {
  readonly deployment: {
    readonly resources?: readonly Resource[];
    readonly pending_operations?: readonly PendingOperation[];
  };
}

const isTopicCreation = ({ type, resource }: PendingOperation): boolean =>
  type === "creating" && resource.type === TOPIC;

/**
 * The state without its pending operations.
 *
 * @param existingTopics the topics that are on the cluster: those whose creation was pending become the state's own
 */
export function settled(state: ExportedState, existingTopics: ReadonlySet<string>): ExportedState {
  const { resources = [], pending_operations: pending = [], ...rest } = state.deployment;
  const takenOver = pending
    .filter(isTopicCreation)
    .map(({ resource }) => resource)
    .filter(({ inputs }) => inputs?.name !== undefined && existingTopics.has(inputs.name))
    .map((resource) => ({ ...resource, id: resource.inputs?.name, outputs: resource.inputs }));
  return { ...state, deployment: { ...rest, resources: [...resources, ...takenOver] } };
}

/** Settles what an interrupted run left in the state. Does nothing if there is nothing. */
export async function settleInterruptedRun(stack: LocalStack): Promise<void> {
  const state = JSON.parse(await pulumi(stack, ["stack", "export", "--stack", stack.name])) as ExportedState;
  const pending = state.deployment.pending_operations ?? [];
  if (pending.length === 0) {
    return;
  }
  console.error(`• Settling ${pending.length} operations of an interrupted run`);
  const topics = pending.some(isTopicCreation) ? await existingTopics(stack) : new Set<string>();
  if (topics === undefined) {
    console.error("  The brokers are not up; whether their topics were made is settled by the next run.");
    return;
  }
  const input = JSON.stringify(settled(state, topics));
  await pulumi(stack, ["stack", "import", "--stack", stack.name], { input });
}

/** Topics are only ever pending once the brokers were up: gives them time to be so again, then asks one. */
async function existingTopics({ layout }: LocalStack): Promise<Set<string> | undefined> {
  try {
    await kubectl(layout, "rollout", "status", "statefulset/kafka", "-n", "kafka", "--timeout=300s");
    const list = ["kafka-topics", "--bootstrap-server", "localhost:9092", "--list"];
    const printed = await kubectl(layout, "exec", "kafka-0", "-n", "kafka", "--", ...list);
    return new Set(printed.split("\n").filter(Boolean));
  } catch {
    return undefined;
  }
}

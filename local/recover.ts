/**
 * After a killed `pulumi up`, the state says which operations were under way without knowing how they ended.
 *
 * - What was being changed or deleted is read from the cluster, or settings that have gone back since would find their
 *   own values in the state, and change nothing. Nothing else is: brokers would be asked about every topic.
 * - What was being made is made again. A topic that was made after all has to be taken over, or its creation would fail
 *   for ever.
 */
import { kubectl } from "./cluster/control-plane";
import { type LocalStack, pulumi } from "./stack";
import { step } from "./support/progress";

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

// What the brokers have to be asked about.
const isKafkas = ({ resource }: PendingOperation): boolean => resource.type.startsWith("kafka:");

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

/**
 * What has to be read from the cluster since it may have been changed or deleted: its URNs.
 *
 * @param brokersAreUp whether there is somebody to ask about what is Kafka's
 */
export const unsure = ({ deployment }: ExportedState, brokersAreUp: boolean): string[] =>
  (deployment.pending_operations ?? [])
    .filter(({ type }) => type === "updating" || type === "deleting")
    .filter((operation) => brokersAreUp || !isKafkas(operation))
    .map(({ resource }) => resource.urn);

/** Settles what an interrupted run left in the state. Does nothing if there is nothing. */
export async function settleInterruptedRun(stack: LocalStack): Promise<void> {
  const state = await exported(stack);
  const pending = state.deployment.pending_operations ?? [];
  if (pending.length === 0) {
    return;
  }
  await step(`${pending.length} operations of an interrupted run`, () => settle(stack, state));
}

async function settle(stack: LocalStack, state: ExportedState): Promise<void> {
  const topics = state.deployment.pending_operations?.some(isKafkas) ? await existingTopics(stack) : new Set<string>();
  const targets = unsure(state, topics !== undefined).flatMap((urn) => ["--target", urn]);
  const args = ["refresh", "--yes", "--skip-preview", "--non-interactive", "--stack", stack.name];
  const read = targets.length === 0 || (await succeeds(pulumi(stack, [...args, ...targets])));
  if (topics === undefined || !read) {
    console.error(
      "  Not all of it can be read from the cluster. What was to be made is settled by the next run. What was to be " +
        "changed may have been: when the brokers are up, run npm run pulumi -- refresh, and npm run up.",
    );
  }
  if (topics !== undefined) {
    const input = JSON.stringify(settled(await exported(stack), topics));
    await pulumi(stack, ["stack", "import", "--stack", stack.name], { input });
  }
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

const exported = async (stack: LocalStack): Promise<ExportedState> =>
  JSON.parse(await pulumi(stack, ["stack", "export", "--stack", stack.name])) as ExportedState;

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

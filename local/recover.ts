/**
 * After a killed `pulumi up`, the state may say that a resource was being created without knowing whether it was.
 * Kubernetes objects are simply created again; a topic that exists already has to be taken over instead, or its
 * creation would fail for ever.
 */
import { kubectl } from "./cluster/control-plane";
import { type LocalStack, pulumi } from "./stack";

const TOPIC = "kafka:index/topic:Topic";

interface PendingOperation {
  readonly type: string;
  readonly resource: { readonly urn: string; readonly type: string; readonly inputs?: { readonly name?: string } };
}

/** What the state says was being done when Pulumi was killed. */
export async function pendingOperations(stack: LocalStack): Promise<PendingOperation[]> {
  const exported = JSON.parse(await pulumi(stack, ["stack", "export", "--stack", stack.name])) as {
    deployment?: { pending_operations?: PendingOperation[] };
  };
  return exported.deployment?.pending_operations ?? [];
}

/** The flags that settle pending operations: topics that exist are taken over, everything else is forgotten. */
export function settlingFlags(pending: readonly PendingOperation[], existingTopics: ReadonlySet<string>): string[] {
  const takenOver = pending.flatMap(({ type, resource: { urn, type: kind, inputs } }) =>
    type === "creating" && kind === TOPIC && inputs?.name !== undefined && existingTopics.has(inputs.name)
      ? ["--import-pending-creates", urn, "--import-pending-creates", inputs.name]
      : [],
  );
  return [...takenOver, "--clear-pending-creates"];
}

/** Settles what an interrupted run left in the state. Does nothing if there is nothing. */
export async function settleInterruptedRun(stack: LocalStack): Promise<void> {
  const pending = await pendingOperations(stack);
  if (pending.length === 0) {
    return;
  }
  console.error(`• Settling ${pending.length} operations of an interrupted run`);
  const touchesTopics = pending.some(({ resource }) => resource.type === TOPIC);
  const flags = settlingFlags(pending, touchesTopics ? await existingTopics(stack) : new Set());
  await pulumi(stack, ["refresh", "--yes", "--skip-preview", "--non-interactive", "--stack", stack.name, ...flags]);
}

/** Topics are only ever pending once the brokers were up: wait for them to be so again, then ask one. */
async function existingTopics({ layout }: LocalStack): Promise<Set<string>> {
  await kubectl(layout, "rollout", "status", "statefulset/kafka", "-n", "kafka", "--timeout=300s");
  const list = ["kafka-topics", "--bootstrap-server", "localhost:9092", "--list"];
  const printed = await kubectl(layout, "exec", "kafka-0", "-n", "kafka", "--", ...list);
  return new Set(printed.split("\n").filter(Boolean));
}

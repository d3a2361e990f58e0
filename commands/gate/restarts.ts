import { notKnown, type Step } from "./preview";

/** Pods that restart one after the other. */
export interface Restart {
  /** What they are called together, as `StatefulSet kafka`. */
  readonly set: string;
  /** In the order in which they do; none are named where Kubernetes gives them names. */
  readonly pods: readonly string[];
  /** Whether that depends on what only the update will know. */
  readonly perhaps: boolean;
}

interface Workload {
  readonly metadata?: { readonly name?: unknown };
  readonly spec?: { readonly replicas?: unknown; readonly template?: unknown };
}

const kinds = /^kubernetes:apps\/[^:]+:(StatefulSet|Deployment|DaemonSet)$/;

/**
 * The pods that a change restarts. What brokers stand on comes before them, since they wait for it; Kubernetes begins with
 * the pod of the highest number.
 */
export function restartsOf(steps: readonly Step[]): readonly Restart[] {
  const restarts = steps.flatMap(({ operation, before, after }): Restart[] => {
    const kind = kinds.exec(before?.type ?? "")?.[1];
    if (kind === undefined || before === undefined || operation === "keep") {
      return [];
    }
    const old = before.inputs as Workload;
    const next = after?.inputs as Workload | undefined;
    const differs = operation === "update" ? difference(old.spec?.template, next?.spec?.template) : "certain";
    if (differs === "none") {
      return [];
    }
    const name = String(old.metadata?.name);
    const replicas = kind === "StatefulSet" ? Number(old.spec?.replicas ?? 1) : 0;
    const pods = Array.from({ length: replicas }, (_, index) => `${name}-${replicas - 1 - index}`);
    return [{ set: `${kind} ${name}`, pods, perhaps: differs === "perhaps" }];
  });
  return restarts.sort((one, other) => Number(isOfBrokers(one)) - Number(isOfBrokers(other)));
}

const isOfBrokers = ({ set }: Restart): boolean => set === "StatefulSet kafka";

type Difference = "none" | "perhaps" | "certain";

/** Whether two values differ, as far as that is known. */
function difference(one: unknown, other: unknown): Difference {
  if (other === notKnown) {
    return "perhaps";
  }
  if (!isObject(one) || !isObject(other)) {
    return one === other ? "none" : "certain";
  }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  const parts = [...keys].map((key) => difference(one[key], other[key]));
  return parts.includes("certain") ? "certain" : parts.includes("perhaps") ? "perhaps" : "none";
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

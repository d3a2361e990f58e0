import { KubeconfigError } from "./kubernetes-client";

/** The HTTP status with which the Kubernetes API refused, if that is what the error is about. */
export const statusOf = (error: unknown): number | undefined =>
  (error as { code?: unknown }).code as number | undefined;

/** The answer, or nothing where the caller may not ask: a refusal is told once, by the list of denied actions. */
export const permitted = <T>(answer: Promise<T>): Promise<T | undefined> => unless(answer, 403);

/** The answer, or nothing where there is no such object, or where the caller may not ask. */
export const existing = <T>(answer: Promise<T>): Promise<T | undefined> => unless(answer, 403, 404);

async function unless<T>(answer: Promise<T>, ...statuses: readonly number[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statuses.includes(statusOf(error) ?? 0)) {
      return undefined;
    }
    throw error;
  }
}

/** What keeps the program from asking the cluster, as a sentence, and the remedy as another. */
export function explain(error: unknown, target: string | undefined): string {
  if (error instanceof KubeconfigError || target === undefined) {
    return (
      `No cluster to work on: ${messageOf(error)}. ` +
      "Point KUBECONFIG at a cluster's file, or set kubernetes.context to one of its contexts."
    );
  }
  if (statusOf(error) === 401) {
    return `The Kubernetes API at ${target} does not know you (Unauthorized). Renew your credentials in the kubeconfig.`;
  }
  if (statusOf(error) === 403) {
    return `You may not look at the cluster at ${target}. Ask its administrator for a role that allows it.`;
  }
  return (
    `The Kubernetes API at ${target} does not answer: ${messageOf(error)}. ` +
    "Start the cluster, or point the kubeconfig or kubernetes.context at one that runs."
  );
}

// The client's own message is "fetch failed"; what failed is in its cause.
function messageOf(error: unknown): string {
  const { message, cause } = error as Error;
  return (
    (cause instanceof Error ? cause.message || String((cause as { code?: unknown }).code) : message).split("\n")[0] ??
    ""
  );
}

/** The answer, or an error when it takes longer than so many milliseconds. */
export async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

import type * as client from "@kubernetes/client-node";

/** The parts of the Kubernetes API that the gates ask. */
export interface KubernetesApis {
  readonly core: client.CoreV1Api;
  readonly apps: client.AppsV1Api;
  readonly storage: client.StorageV1Api;
  readonly authorization: client.AuthorizationV1Api;
  /** Kinds that Kubernetes does not know by itself, as certificates. */
  readonly custom: client.CustomObjectsApi;
  /** The API server's address and the context that leads to it, for messages. */
  readonly target: string;
}

/** The kubeconfig does not lead to a cluster: the message says why. */
export class KubeconfigError extends Error {
  override readonly name = "KubeconfigError";
}

/**
 * Clients of the cluster that the Kubernetes provider uses: the same kubeconfig, the same context.
 *
 * @param context a context of the kubeconfig; by default its current one
 * @throws {KubeconfigError} when there is no such cluster to ask
 */
export async function kubernetesApis(context?: string): Promise<KubernetesApis> {
  // Loaded where it is needed: it is large.
  const { AppsV1Api, AuthorizationV1Api, CoreV1Api, CustomObjectsApi, KubeConfig, StorageV1Api } = await import(
    "@kubernetes/client-node"
  );
  const config = new KubeConfig();
  config.loadFromDefault();
  if (context !== undefined) {
    if (config.getContextObject(context) === null) {
      const known = config.getContexts().map(({ name }) => name);
      throw new KubeconfigError(`the kubeconfig has no context ${context}, only ${known.join(", ") || "none at all"}`);
    }
    config.setCurrentContext(context);
  }
  const server = config.getCurrentCluster()?.server;
  // What the client library falls back to where it finds no kubeconfig.
  if (server === undefined || server === "http://localhost:8080") {
    throw new KubeconfigError("there is no kubeconfig, or it names no current context");
  }
  return {
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    storage: config.makeApiClient(StorageV1Api),
    authorization: config.makeApiClient(AuthorizationV1Api),
    custom: config.makeApiClient(CustomObjectsApi),
    target: `${server} (context ${config.getCurrentContext()})`,
  };
}

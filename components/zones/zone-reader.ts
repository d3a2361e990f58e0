import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { confined, platformPath } from "../workload/pod";

/** Who reads the zones, and by what. */
export interface ZoneReaderArgs {
  /** The namespace of the pods, which has to exist. */
  readonly namespace: string;
  /** An image with `sh`, `sed` and `curl`. */
  readonly image: string;
}

const scriptName = "zone.sh";

/** The scripts that the init container needs, by their names in `bin/` of the platform's folder. */
export const zoneFiles: Readonly<Record<string, string>> = {
  [scriptName]: readFileSync(join(__dirname, "scripts", scriptName), "utf8"),
};

const zoneFolder = "/var/run/kafka-platform";

/** The file with the zone of the pod's node, on a line by itself. */
export const zoneFile = `${zoneFolder}/zone`;

const credentials = "/var/run/secrets/kubernetes.io/serviceaccount";

/** The service account of pods whose zone is read. */
export const zoneServiceAccount = "kafka-zone-reader";

// Roles that are good for all namespaces share one list of names.
const clusterRoleName = (namespace: string): string => `kafka-platform-zone-reader-${namespace}`;

/** What a pod needs to know its zone: the container that reads it, and where the others find it. */
export const zonePod = (image: string) => ({
  initContainer: {
    ...confined(image, { cpu: "10m", memory: "32Mi" }),
    name: "zone",
    command: [`${platformPath}/bin/${scriptName}`, zoneFile],
    env: [
      { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
      { name: "CREDENTIALS", value: credentials },
    ],
    volumeMounts: [
      { name: "files", mountPath: `${platformPath}/bin`, subPath: "bin", readOnly: true },
      { name: "zone", mountPath: zoneFolder },
      { name: "zone-credentials", mountPath: credentials, readOnly: true },
    ],
  },
  volumes: [
    { name: "zone", emptyDir: {} },
    {
      // Not the pod's own token, which every container would have and which is good for longer.
      name: "zone-credentials",
      projected: {
        defaultMode: 0o440,
        sources: [
          { serviceAccountToken: { path: "token", expirationSeconds: 600 } },
          { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
        ],
      },
    },
  ],
  mount: { name: "zone", mountPath: zoneFolder, readOnly: true },
  serviceAccount: zoneServiceAccount,
});

/** What {@link zoneReader} makes: a part of a pod, and the resources that have to be there before the pod. */
export type ZoneReader = ReturnType<typeof zonePod> & { readonly resources: readonly pulumi.Resource[] };

/**
 * Lets pods know the zone of the node that they are on. Their service account may look at nodes and do nothing else;
 * only the init container has its token, for ten minutes.
 *
 * @param name the prefix of the resources' names
 */
export function zoneReader(name: string, args: ZoneReaderArgs, opts: pulumi.CustomResourceOptions): ZoneReader {
  const { namespace, image } = args;
  const account = new k8s.core.v1.ServiceAccount(
    `${name}-reader`,
    { metadata: { name: zoneServiceAccount, namespace }, automountServiceAccountToken: false },
    opts,
  );
  const role = new k8s.rbac.v1.ClusterRole(
    `${name}-reader`,
    {
      metadata: { name: clusterRoleName(namespace) },
      rules: [{ apiGroups: [""], resources: ["nodes"], verbs: ["get"] }],
    },
    opts,
  );
  const binding = new k8s.rbac.v1.ClusterRoleBinding(
    `${name}-reader`,
    {
      metadata: { name: clusterRoleName(namespace) },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: clusterRoleName(namespace) },
      subjects: [{ kind: "ServiceAccount", name: zoneServiceAccount, namespace }],
    },
    opts,
  );
  return { ...zonePod(image), resources: [account, role, binding] };
}

import type { Input } from "@pulumi/pulumi";
import { seconds } from "../../lib/units";

/** What a container requests of its node, as Kubernetes quantities; its memory is limited to the same. */
export interface Resources {
  readonly cpu: string;
  readonly memory: string;
}

/** Where the platform's own files lie in a pod: `bin/`, `etc/`, `trust/` and `tls/`. */
export const platformPath = "/opt/kafka-platform";

// The JRE of the official image and of Debian, behind the tools; the image's own PATH cannot be extended from here.
/** The PATH of everything that runs in a pod, `kubectl exec` included. */
export const searchPath = [
  `${platformPath}/bin`,
  "/opt/java/openjdk/bin",
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
].join(":");

/** What every container of the platform has in common: it may do nothing but compute. */
export const confined = (image: string, { cpu, memory }: Resources) => ({
  image,
  imagePullPolicy: "IfNotPresent",
  resources: { requests: { cpu, memory }, limits: { memory } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  },
  // The last lines of the log, and not an empty message, say why a container stopped.
  terminationMessagePolicy: "FallbackToLogsOnError",
});

/** What a pod proves itself by, and what it knows others by. */
export interface Identity {
  /** The Secret with the pod's certificate and key, as cert-manager writes it. */
  readonly secret: string;
  /** The ConfigMap whose `ca.crt` holds every trusted authority. */
  readonly trust: Input<string>;
  /** A digest of the certificate: the processes read it once, at their start. */
  readonly certificateDigest: Input<string>;
}

/** The volume of the trusted authorities. */
export const trustVolume = "trust";

/** The volumes that {@link fileMounts} mounts. */
export const fileVolumes = (files: {
  /** The ConfigMap with the platform's files. */
  readonly configMap: string;
  readonly items: readonly { readonly key: string; readonly path: string }[];
  readonly identity: Identity;
}) => [
  { name: "files", configMap: { name: files.configMap, defaultMode: 0o555, items: [...files.items] } },
  { name: trustVolume, configMap: { name: files.identity.trust, defaultMode: 0o444 } },
  { name: "tls", secret: { secretName: files.identity.secret, defaultMode: 0o440 } },
  { name: "tmp", emptyDir: {} },
];

/** Where a container finds the platform's files, the trusted authorities, its own identity, and room to write. */
export const fileMounts = [
  // Each folder by itself: what is mounted below a read-only volume would have no place there.
  { name: "files", mountPath: `${platformPath}/bin`, subPath: "bin", readOnly: true },
  { name: "files", mountPath: `${platformPath}/etc`, subPath: "etc", readOnly: true },
  { name: trustVolume, mountPath: `${platformPath}/trust`, readOnly: true },
  { name: "tls", mountPath: `${platformPath}/tls`, readOnly: true },
  { name: "tmp", mountPath: "/tmp" },
];

/** A pod of a StatefulSet. */
export interface StatefulPodArgs {
  /** By these the pods are found, and kept on nodes of their own. */
  readonly labels: Readonly<Record<string, string>>;
  /** A digest of the pod's certificate: a new certificate is a roll. */
  readonly certificateDigest: Input<string>;
  /** How long the main container may take to stop in good order: a duration. */
  readonly terminationGracePeriod: string;
  /** @default the cluster's default priority */
  readonly priorityClass?: string | undefined;
  readonly initContainers?: readonly { readonly name: string }[];
  /** The main container is the first. */
  readonly containers: readonly { readonly name: string }[];
  readonly volumes: readonly { readonly name: string }[];
  /** @default none: the pod asks nothing of Kubernetes */
  readonly serviceAccount?: string | undefined;
}

/**
 * The template of a pod within the limits of Kubernetes' "restricted" security standard: on a node that has none of its
 * kind, and spread over zones where nodes carry them.
 */
export function statefulPod(args: StatefulPodArgs) {
  const labelSelector = { matchLabels: { ...args.labels } };
  return {
    metadata: {
      labels: { ...args.labels },
      annotations: {
        // So that `kubectl exec` and `kubectl logs` need not be told which container is meant.
        "kubectl.kubernetes.io/default-container": args.containers[0]?.name ?? "",
        "kafka-platform/certificate": args.certificateDigest,
      },
    },
    spec: {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname", labelSelector }],
        },
      },
      topologySpreadConstraints: [
        { topologyKey: "topology.kubernetes.io/zone", maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway", labelSelector },
      ],
      automountServiceAccountToken: false,
      ...(args.serviceAccount === undefined ? {} : { serviceAccountName: args.serviceAccount }),
      ...(args.priorityClass === undefined ? {} : { priorityClassName: args.priorityClass }),
      // Kubernetes would set KAFKA_PORT and its like for every Service, and images take such for configuration.
      enableServiceLinks: false,
      terminationGracePeriodSeconds: seconds(args.terminationGracePeriod),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        // A volume of a terabyte is not walked through at every start.
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      },
      initContainers: [...(args.initContainers ?? [])],
      containers: [...args.containers],
      volumes: [...args.volumes],
    },
  };
}

/** What {@link statefulPod} makes. */
export type StatefulPod = ReturnType<typeof statefulPod>;

import * as pulumi from "@pulumi/pulumi";
import type { ClusterArgs } from "../../../components/kafka/cluster";
import { brokerArgs, places, superUsers } from "../../unit/components/kafka/places";
import type { World } from "../mocks";

/** What only cert-manager or an update can say: known in an update, and not in a first preview. */
export const told = (world: World, value: string): pulumi.Output<string> =>
  pulumi.output(world === "unknown outputs" ? (pulumi.unknown as unknown as string) : value);

/** What brokers and controllers are made of, in small. */
export const nodeArgs = (world: World) => ({
  namespace: "kafka",
  image: "localhost/kafka:4.2.0",
  resources: { cpu: "250m", memory: "1Gi" },
  jvm: { heap: "384Mi", options: ["-XX:+UseG1GC"] },
  probes: { startupTimeout: "5m", readinessPeriod: "15s", readinessTimeout: "10s" },
  terminationGracePeriod: "5m",
  storage: { size: "2Gi", retainOnDelete: true },
  superUsers,
  clusterId: told(world, "4L6g3nShT-eMCtK--X86sw"),
  identity: {
    secret: "kafka-tls",
    trust: told(world, "kafka-trust-1"),
    certificateDigest: told(world, "c0ffee"),
  },
});

/** A small cluster of three brokers that are controllers too. */
export const clusterArgs = (world: World): Omit<ClusterArgs, "beforeUpdate"> => ({
  ...brokerArgs,
  ...nodeArgs(world),
  brokers: 3,
  coordination: places.combined.coordination,
  external: { type: "NodePort", nodePortBase: 31_090, annotations: {}, sourceRanges: [] },
});

interface Probe {
  readonly exec?: { readonly command: readonly string[] };
  readonly tcpSocket?: { readonly port: string };
}

/** A container as it reaches the engine, as far as tests look at it. */
export interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly resources: object;
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: {
      readonly fieldRef?: { readonly fieldPath: string };
      readonly configMapKeyRef?: { readonly name: string; readonly key: string };
    };
  }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly readinessProbe: Probe;
  readonly livenessProbe: Probe;
  readonly startupProbe: Probe;
}

/** A container's environment: values, and the paths of fields and keys of ConfigMaps that they come from. */
export const environmentOf = ({ env }: Container): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    env.map(({ name, value, valueFrom: { fieldRef, configMapKeyRef: from } = {} }) => [
      name,
      value ?? fieldRef?.fieldPath ?? (from && `${from.name}/${from.key}`),
    ]),
  );

import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** A client of Kafka that runs in the cluster. */
export interface KafkaClientArgs {
  readonly namespace: pulumi.Input<string>;
  readonly image: string;
  readonly command: pulumi.Input<string>[];
  /** The Secret that the platform has made; its files are in /etc/kafka-access. */
  readonly secret: k8s.core.v1.Secret;
}

/** Runs one pod that keeps to the restricted pod security standard. */
export function kafkaClient(name: string, { namespace, image, command, secret }: KafkaClientArgs) {
  const labels = { app: name };
  return new k8s.apps.v1.Deployment(name, {
    metadata: { namespace, name },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      // Never two at a time: they would have the same transactional id.
      strategy: { type: "Recreate" },
      // Whoever is not let in ends before that, and `up` says so.
      minReadySeconds: 15,
      template: {
        metadata: {
          labels,
          // A new password, or another authority, starts it anew.
          annotations: { "orders/secret": secret.metadata.resourceVersion },
        },
        spec: {
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            fsGroup: 1000,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name,
              image,
              command,
              env: [{ name: "KAFKA_HEAP_OPTS", value: "-Xmx96m" }],
              resources: { requests: { cpu: "50m", memory: "192Mi" }, limits: { memory: "256Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
                readOnlyRootFilesystem: true,
              },
              volumeMounts: [
                { name: "access", mountPath: "/etc/kafka-access", readOnly: true },
                // Where Kafka's client unpacks what compresses records.
                { name: "tmp", mountPath: "/tmp" },
              ],
            },
          ],
          volumes: [
            { name: "access", secret: { secretName: secret.metadata.name, defaultMode: 0o440 } },
            { name: "tmp", emptyDir: {} },
          ],
        },
      },
    },
  });
}

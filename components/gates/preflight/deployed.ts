import type * as client from "@kubernetes/client-node";
import { leafName } from "../../certificates/names";
import { coordinationAnnotation } from "../../kafka/coordination";
import type { KubernetesApis } from "../kubernetes-client";
import { existing } from "../kubernetes-errors";
import type { DeployedFacts } from "./facts";
import { liveFacts } from "./live-facts";
import type { ChangeNeeds } from "./needs";
import { trustFacts, type Workload } from "./trust-facts";

/** What there is to know of a Kafka cluster that exists: from Kubernetes, and from those of its brokers that answer. */
export async function deployedFacts(
  apis: KubernetesApis,
  brokers: client.V1StatefulSet,
  workload: Workload,
  needs: ChangeNeeds,
  bootstrap: readonly string[],
): Promise<DeployedFacts> {
  const [trust, issuer, live] = await Promise.all([
    trustFacts(apis, workload, needs),
    wantedIssuer(apis, needs.namespace),
    liveFacts(apis, brokers, needs, bootstrap),
  ]);
  return {
    coordination: brokers.metadata?.annotations?.[coordinationAnnotation],
    trust,
    ...live,
    issuers: [...issuer, ...live.issuers],
  };
}

async function wantedIssuer({ custom }: KubernetesApis, namespace: string): Promise<string[]> {
  const kind = { group: "cert-manager.io", version: "v1", plural: "certificates" };
  const found = await existing(custom.getNamespacedCustomObject({ ...kind, namespace, name: leafName("kafka") }));
  const name = (found as { spec?: { issuerRef?: { name?: string } } } | undefined)?.spec?.issuerRef?.name;
  return name === undefined ? [] : [name];
}

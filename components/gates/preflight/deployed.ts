import type * as client from "@kubernetes/client-node";
import { leafName } from "../../certificates/names";
import { coordinationAnnotation } from "../../kafka/coordination";
import { askBroker, isView } from "../broker-client";
import type { KubernetesApis } from "../kubernetes-client";
import { existing } from "../kubernetes-errors";
import { askFirst, liveAddresses } from "../live-addresses";
import { metadataFeature } from "../metadata-version";
import { readAdminIdentity } from "../tls-identity";
import type { DeployedFacts } from "./facts";
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
    liveFacts(apis, needs, bootstrap),
  ]);
  return {
    coordination: brokers.metadata?.annotations?.[coordinationAnnotation],
    trust,
    issuers: [...issuer, ...live.issuers],
    clusterIds: live.clusterIds,
    ...(live.metadataLevel !== undefined && { metadataLevel: live.metadataLevel }),
  };
}

async function wantedIssuer({ custom }: KubernetesApis, namespace: string): Promise<string[]> {
  const kind = { group: "cert-manager.io", version: "v1", plural: "certificates" };
  const found = await existing(custom.getNamespacedCustomObject({ ...kind, namespace, name: leafName("kafka") }));
  const name = (found as { spec?: { issuerRef?: { name?: string } } } | undefined)?.spec?.issuerRef?.name;
  return name === undefined ? [] : [name];
}

interface LiveFacts {
  readonly issuers: readonly string[];
  readonly clusterIds: readonly string[];
  readonly metadataLevel?: number;
}

// Brokers that are away are for other gates to judge: the change may be what mends them.
async function liveFacts(apis: KubernetesApis, needs: ChangeNeeds, bootstrap: readonly string[]): Promise<LiveFacts> {
  const { namespace, brokers, externalServices, certificates } = needs;
  const identity = await readAdminIdentity(apis, namespace, certificates.authorities);
  if (identity === undefined) {
    return { issuers: [], clusterIds: [] };
  }
  const where = { namespace, labels: brokers.labels, bootstrap, services: externalServices };
  const addresses = await liveAddresses(apis, where);
  const answers = await Promise.all(
    addresses
      .filter((some) => some.length > 0)
      .map((some) => askFirst(some.slice(0, 2), (address) => askBroker(address, identity))),
  );
  const views = answers.filter(isView);
  const levels = views.flatMap(({ features }) => features[metadataFeature] ?? []);
  return {
    issuers: views.map(({ issuer }) => issuer),
    clusterIds: [...new Set(views.map(({ clusterId }) => clusterId))],
    ...(levels.length > 0 && { metadataLevel: Math.max(...levels) }),
  };
}

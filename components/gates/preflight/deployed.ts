import type * as client from "@kubernetes/client-node";
import { authorityName, leafName } from "../../certificates/names";
import { coordinationAnnotation } from "../../kafka/coordination";
import { askBroker, isView } from "../broker-client";
import type { KubernetesApis } from "../kubernetes-client";
import { existing } from "../kubernetes-errors";
import { askFirst, liveAddresses } from "../live-addresses";
import { metadataFeature } from "../metadata-version";
import { readAdminIdentity } from "../tls-identity";
import type { DeployedFacts } from "./facts";
import type { Needs } from "./needs";

/** What there is to know of a Kafka cluster that exists: from Kubernetes, and from those of its brokers that answer. */
export async function deployedFacts(
  apis: KubernetesApis,
  brokers: client.V1StatefulSet,
  needs: Needs,
  bootstrap: readonly string[],
): Promise<DeployedFacts> {
  const [trusted, issuer, live] = await Promise.all([
    trustedGenerations(apis, brokers, needs),
    wantedIssuer(apis, needs.namespace),
    liveFacts(apis, needs, bootstrap),
  ]);
  return {
    coordination: brokers.metadata?.annotations?.[coordinationAnnotation],
    trusted,
    issuers: [...issuer, ...live.issuers],
    clusterIds: live.clusterIds,
    ...(live.metadataLevel !== undefined && { metadataLevel: live.metadataLevel }),
  };
}

// What the pods read is the ConfigMap that their template names.
async function trustedGenerations(
  { core }: KubernetesApis,
  { spec }: client.V1StatefulSet,
  { namespace, certificates }: Needs,
): Promise<number[]> {
  const name = spec?.template.spec?.volumes?.find((volume) => volume.name === "trust")?.configMap?.name;
  const bundle = name && (await existing(core.readNamespacedConfigMap({ namespace, name })))?.data?.["ca.crt"];
  const known = await Promise.all(
    certificates.authorities.map(async (generation) => {
      const secret = await existing(core.readNamespacedSecret({ namespace, name: authorityName(generation) }));
      const certificate = Buffer.from(secret?.data?.["tls.crt"] ?? "", "base64")
        .toString()
        .trim();
      return bundle && certificate !== "" && bundle.includes(certificate) ? [generation] : [];
    }),
  );
  return known.flat();
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
async function liveFacts(apis: KubernetesApis, needs: Needs, bootstrap: readonly string[]): Promise<LiveFacts> {
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

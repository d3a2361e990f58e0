import type * as client from "@kubernetes/client-node";
import { podName } from "../../kafka/names";
import { askBroker, type BrokerAnswer, isView, type SilentAddress } from "../broker-client";
import type { KubernetesApis } from "../kubernetes-client";
import { existing } from "../kubernetes-errors";
import { askFirst, liveAddresses } from "../live-addresses";
import { metadataFeature } from "../metadata-version";
import { serves } from "../restart-judge";
import { podFacts, selectorOf } from "../rollout-facts";
import { readAdminIdentity, type TlsIdentity } from "../tls-identity";
import type { DeployedFacts, SilenceFacts } from "./facts";
import type { ChangeNeeds } from "./needs";
import { authorityOf, certificatesIn, trustedCertificates } from "./trust-facts";

type LiveFacts = Pick<DeployedFacts, "issuers" | "clusterIds" | "metadataLevel" | "silence">;

/**
 * What the running brokers say. Brokers that are away are for other gates to judge: the change may be what mends them.
 * Of brokers that are Ready, one has to answer, or what they would say is missing.
 */
export async function liveFacts(
  apis: KubernetesApis,
  statefulSet: client.V1StatefulSet,
  needs: ChangeNeeds,
  bootstrap: readonly string[],
): Promise<LiveFacts> {
  const { namespace, brokers, externalServices, certificates } = needs;
  const [identity, trusted, addresses] = await Promise.all([
    readAdminIdentity(apis, namespace, certificates.authorities),
    trustedCertificates(apis, namespace, statefulSet),
    liveAddresses(apis, { namespace, labels: brokers.labels, bootstrap, services: externalServices }),
  ]);
  const ask = asking(identity, trusted);
  // A broker without an address yet is one that an interrupted `up` has made, and the next one goes on with.
  const answers = await Promise.all(
    addresses.flatMap((some, id) =>
      some.length === 0 ? [] : askFirst(some.slice(0, 2), ask).then((answer) => ({ pod: podName(id), answer })),
    ),
  );
  const views = answers.map(({ answer }) => answer).filter(isView);
  if (views.length === 0) {
    const silent = answers.flatMap(({ pod, answer }) => (isView(answer) ? [] : { pod, answer }));
    const wanted = certificatesIn(identity?.ca ?? "").map(authorityOf);
    const unwanted = trusted.some((certificate) => !wanted.includes(authorityOf(certificate)));
    return silence(apis, needs, silent, unwanted);
  }
  const levels = views.flatMap(({ features }) => features[metadataFeature] ?? []);
  return {
    issuers: views.map(({ issuer }) => issuer),
    clusterIds: [...new Set(views.map(({ clusterId }) => clusterId))],
    ...(levels.length > 0 && { metadataLevel: Math.max(...levels) }),
  };
}

// What brokers serve may be of an authority that the settings want no more: only so is it seen to be in use.
const asking =
  (identity: TlsIdentity | undefined, trusted: readonly string[]) =>
  async (address: string): Promise<BrokerAnswer> =>
    identity === undefined
      ? { address, error: "there is no certificate yet by which to ask it" }
      : askBroker(address, { ...identity, ca: [identity.ca, ...trusted].join("\n") });

interface Silent {
  readonly pod: string;
  readonly answer: SilentAddress;
}

async function silence(
  apis: KubernetesApis,
  { namespace, brokers }: ChangeNeeds,
  silent: readonly Silent[],
  unwantedAuthority: boolean,
): Promise<LiveFacts> {
  // After the brokers were asked: a broker that has just gone is none that should have answered.
  const { items } = await apis.core.listNamespacedPod({ namespace, labelSelector: selectorOf(brokers.labels) });
  const ready = items.filter((pod) => serves(podFacts(pod)) && silent.some((one) => one.pod === pod.metadata?.name));
  const facts: SilenceFacts = {
    answers: silent.flatMap(({ pod, answer }) => (ready.some(({ metadata }) => metadata?.name === pod) ? answer : [])),
    metadataVersion: await askedMetadataVersion(apis, namespace, ready),
    unwantedAuthority,
  };
  return {
    issuers: [],
    // A broker that is Ready runs with the id that is on its volume.
    clusterIds: [...new Set(ready.flatMap((pod) => variable(pod, "CLUSTER_ID")?.value ?? []))],
    ...(ready.length > 0 && { silence: facts }),
  };
}

const variable = ({ spec }: client.V1Pod, name: string): client.V1EnvVar | undefined =>
  spec?.containers.flatMap(({ env }) => env ?? []).find((one) => one.name === name);

async function askedMetadataVersion(
  { core }: KubernetesApis,
  namespace: string,
  pods: readonly client.V1Pod[],
): Promise<string | undefined> {
  const [source] = pods.flatMap((pod) => variable(pod, "METADATA_VERSION")?.valueFrom?.configMapKeyRef ?? []);
  return (
    source && (await existing(core.readNamespacedConfigMap({ namespace, name: source.name ?? "" })))?.data?.[source.key]
  );
}

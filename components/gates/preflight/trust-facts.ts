import { X509Certificate } from "node:crypto";
import type * as client from "@kubernetes/client-node";
import { authorityName } from "../../certificates/names";
import { trustVolume } from "../../workload/pod";
import type { KubernetesApis } from "../kubernetes-client";
import { existing } from "../kubernetes-errors";
import type { TrustFacts } from "./facts";
import type { ChangeNeeds } from "./needs";

/** What Kubernetes has of a platform that exists. */
export interface Workload {
  /** The platform's StatefulSets. */
  readonly sets: readonly client.V1StatefulSet[];
  /** Pods, the platform's among them. */
  readonly pods: readonly client.V1Pod[];
}

interface Holder {
  readonly holder: string;
  readonly spec: client.V1PodSpec | undefined;
}

/**
 * Whom the pods of a platform trust. A roll may have stopped half-way, so each pod is asked, by the ConfigMap that it
 * reads; and each StatefulSet, for what it starts next.
 */
export async function trustFacts(
  apis: KubernetesApis,
  { sets, pods }: Workload,
  { namespace, certificates }: Pick<ChangeNeeds, "namespace" | "certificates">,
): Promise<TrustFacts[]> {
  const holders: readonly Holder[] = [
    ...pods
      .filter((pod) => sets.some((set) => isOf(pod, set)))
      .map(({ metadata, spec }) => ({ holder: metadata?.name ?? "", spec })),
    ...sets.map(({ metadata, spec }) => ({ holder: `the StatefulSet ${metadata?.name}`, spec: spec?.template.spec })),
  ];
  const names = [...new Set(holders.flatMap(({ spec }) => bundleName(spec) ?? []))];
  const [bundles, authorities] = await Promise.all([
    Promise.all(names.map(async (name) => [name, await bundleOf(apis, namespace, name)] as const)),
    Promise.all(
      certificates.authorities.map(async (generation) => ({
        generation,
        authority: authorityOf(await certificateOf(apis, namespace, generation)),
      })),
    ),
  ]);
  const trustedBy = new Map(bundles.map(([name, bundle]) => [name, certificatesIn(bundle).map(authorityOf)]));
  return holders.map(({ holder, spec }) => {
    const known = trustedBy.get(bundleName(spec) ?? "") ?? [];
    const trusted = authorities.filter(({ authority }) => authority !== undefined && known.includes(authority));
    return { holder, authorities: trusted.map(({ generation }) => generation) };
  });
}

/**
 * What an authority's certificate says of it: its name and its public key. A renewed one says the same, and whoever
 * trusts one of the two trusts what the other has signed. Nothing where the text is no certificate.
 */
export function authorityOf(certificate: string): string | undefined {
  try {
    const { subject, publicKey } = new X509Certificate(certificate);
    return `${subject} ${publicKey.export({ type: "spki", format: "der" }).toString("base64")}`;
  } catch {
    return undefined;
  }
}

/** The certificates in a text, each as PEM. */
export const certificatesIn = (bundle: string): string[] =>
  bundle.match(/-+BEGIN CERTIFICATE-+[^-]+-+END CERTIFICATE-+/g) ?? [];

/** The certificates that the pods of a StatefulSet trust from their next start on, each as PEM. */
export async function trustedCertificates(
  apis: KubernetesApis,
  namespace: string,
  { spec }: client.V1StatefulSet,
): Promise<string[]> {
  const name = bundleName(spec?.template.spec);
  return name === undefined ? [] : certificatesIn(await bundleOf(apis, namespace, name));
}

const isOf = ({ metadata }: client.V1Pod, set: client.V1StatefulSet): boolean =>
  metadata?.ownerReferences?.some(({ uid }) => uid === set.metadata?.uid) ?? false;

const bundleName = (spec: client.V1PodSpec | undefined): string | undefined =>
  spec?.volumes?.find(({ name }) => name === trustVolume)?.configMap?.name;

const bundleOf = async ({ core }: KubernetesApis, namespace: string, name: string): Promise<string> =>
  (await existing(core.readNamespacedConfigMap({ namespace, name })))?.data?.["ca.crt"] ?? "";

async function certificateOf({ core }: KubernetesApis, namespace: string, generation: number): Promise<string> {
  const secret = await existing(core.readNamespacedSecret({ namespace, name: authorityName(generation) }));
  return Buffer.from(secret?.data?.["tls.crt"] ?? "", "base64").toString();
}

import { setTimeout as sleep } from "node:timers/promises";
import type * as client from "@kubernetes/client-node";
import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { type KubernetesApis, kubernetesApis } from "../gates/kubernetes-client";
import { explain, statusOf } from "../gates/kubernetes-errors";
import { type Expiry, tellExpiry } from "../gates/served-certificates";
import { digestOf } from "../workload/content-name";

/** Which certificate, and for which request. */
export interface IssuedArgs {
  /** The request, after which there is something to wait for. */
  readonly resource: pulumi.CustomResource;
  /** The name of the Certificate and of its Secret. */
  readonly name: string;
  readonly namespace: string;
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
  /** What the certificate is asked to be: a change of it shows in the digest already in a preview. @default nothing */
  readonly wanted?: object;
}

/** A certificate that cert-manager has issued. All of it is known in previews, once it exists. */
export interface Issued {
  /** The certificate and those between it and its authority, as PEM. */
  readonly certificate: pulumi.Output<string>;
  /** The private key, as PEM; a secret. */
  readonly key: pulumi.Output<string>;
  /** Changes with the certificate: who has read an older one has to read again. */
  readonly digest: pulumi.Output<string>;
}

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** Waits, in an update, until the newest request is answered; in a preview, what is there counts. */
export function issued(args: IssuedArgs, read = readPair): Issued {
  const pair = pulumi.secret(
    args.resource.id.apply(async () => {
      const found = await read(args, pulumi.runtime.isDryRun());
      // Only a first preview, or one after an interrupted first update, has nothing to show.
      return (found ?? pulumi.unknown) as Pair;
    }),
  );
  const certificate = pulumi.unsecret(pair.apply((known) => known.certificate));
  return {
    certificate,
    key: pair.apply((known) => known.key),
    digest: certificate.apply((pem) => digestOf([args.wanted ?? {}, pem])),
  };
}

// cert-manager answers within seconds; where it is starting itself, within a minute or two.
const patience = 180_000;

async function readPair(args: IssuedArgs, preview: boolean): Promise<Pair | undefined> {
  const apis = await kubernetesApis(args.context);
  const begin = Date.now();
  for (;;) {
    const { lack, secret, object } = await look(apis, args, preview);
    if (lack === undefined && (secret !== undefined || preview)) {
      await tell(args, object);
      return secret;
    }
    if (Date.now() - begin > patience) {
      throw refusal(
        `The certificate ${args.name} is not issued after ${patience / 60_000} minutes: ` +
          `${lack ?? "its Secret does not exist"}. Look closer with \`kubectl -n ${args.namespace} describe ` +
          `certificate,certificaterequest\` and at cert-manager's log, mend it, and run \`pulumi up\` again.`,
      );
    }
    void pulumi.log.info(`waiting for the certificate ${args.name}: ${lack ?? "no Secret"}`, args.resource, 0, true);
    await sleep(500);
  }
}

async function look(
  apis: KubernetesApis,
  args: IssuedArgs,
  preview: boolean,
): Promise<{
  readonly lack?: string | undefined;
  readonly secret?: Pair | undefined;
  readonly object?: CertificateObject | undefined;
}> {
  try {
    const [object, secret] = await Promise.all([preview ? undefined : objectOf(apis, args), secretOf(apis, args)]);
    return { lack: object && certificateLack(object), secret, object };
  } catch (error) {
    const status = statusOf(error) ?? 0;
    if (status >= 500 || status === 429) {
      return { lack: `the Kubernetes API answers with ${status}` }; // for a moment, as a rule
    }
    throw refusal(`Whether the certificate ${args.name} is issued is not known. ${explain(error, apis.target)}`);
  }
}

interface CertificateObject {
  readonly metadata: { readonly generation?: number };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly observedGeneration?: number;
      readonly message?: string;
    }[];
    readonly notAfter?: string;
    readonly renewalTime?: string;
  };
}

/** What keeps a Certificate from being issued as it is asked for now; nothing when it is. */
export function certificateLack({ metadata, status }: CertificateObject): string | undefined {
  const condition = (type: string) => status?.conditions?.find((candidate) => candidate.type === type);
  const ready = condition("Ready");
  if (ready === undefined || ready.observedGeneration !== metadata.generation) {
    return "cert-manager has not looked at it yet";
  }
  if (condition("Issuing")?.status === "True") {
    return "it is being issued";
  }
  return ready.status === "True" ? undefined : (ready.message ?? "it is not ready");
}

/**
 * Until when a certificate is valid, as one line; nothing where cert-manager does not say it. Pods that serve it read it
 * at their start, and its digest is in their template: when the gates of an update let go, none serves an older one.
 *
 * @param now in milliseconds since 1970
 */
export function expiryOfIssued(
  { status }: CertificateObject,
  { namespace, name }: Named,
  now: number,
): Expiry | undefined {
  const { notAfter, renewalTime } = status ?? {};
  if (notAfter === undefined) {
    return undefined;
  }
  const text = `the certificate ${name} is valid until ${notAfter}`;
  const late = renewalTime !== undefined && now > Date.parse(renewalTime);
  return {
    late,
    text: late
      ? `${text}, and cert-manager should have renewed it at ${renewalTime}. ` +
        `\`kubectl -n ${namespace} describe certificate ${name}\` says why it has not.`
      : text,
  };
}

async function tell(args: IssuedArgs, object: CertificateObject | undefined): Promise<void> {
  const expiry = object && expiryOfIssued(object, args, Date.now());
  if (expiry !== undefined) {
    await tellExpiry(expiry, args.resource);
  }
}

type Named = Pick<IssuedArgs, "namespace" | "name">;

const objectOf = async ({ custom }: KubernetesApis, { namespace, name }: Named): Promise<CertificateObject> => {
  const kind = { group: "cert-manager.io", version: "v1", plural: "certificates" };
  return (await custom.getNamespacedCustomObject({ ...kind, namespace, name })) as CertificateObject;
};

async function secretOf({ core }: KubernetesApis, { namespace, name }: IssuedArgs): Promise<Pair | undefined> {
  try {
    return pairOf(await core.readNamespacedSecret({ namespace, name }));
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

function pairOf({ data = {} }: client.V1Secret): Pair | undefined {
  const text = (key: string) => Buffer.from(data[key] ?? "", "base64").toString();
  const [certificate, key] = [text("tls.crt"), text("tls.key")];
  return certificate === "" || key === "" ? undefined : { certificate, key };
}

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { seconds } from "../../lib/units";
import { contentMap } from "../workload/content-map";
import { contentName } from "../workload/content-name";
import { skipAwait } from "../workload/ensemble";
import { type Issued, issued } from "./issued";
import { authorityName, type Holder, leafName, ownerLeafName, ownerUnit } from "./names";

/** Who may vouch for whom. */
export interface AuthorityArgs {
  /** The namespace, which has to exist; the issuers serve nobody outside it. */
  readonly namespace: string;
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
  /** The generations of the authority that are trusted, the oldest first. */
  readonly authorities: readonly number[];
  /** The generation that issues; one of those that are trusted. */
  readonly issuer: number;
  /** How long a certificate is valid: a duration. It is renewed at half of it. */
  readonly lifetime: string;
}

/** A certificate that is wanted. */
export interface LeafArgs {
  /** Further DNS names and addresses that it is good for. @default none, for who only calls others */
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

const certManager = "cert-manager.io/v1";

// Small and quick: a readiness probe shakes hands every few seconds.
const privateKey = { algorithm: "ECDSA", size: 256, encoding: "PKCS8" };

/**
 * The certificate authority of one platform, in its own namespace: who has a certificate of it, is of this platform.
 *
 * It can be replaced while everything runs, since more than one generation of it can be trusted at a time.
 */
export class Authority extends pulumi.ComponentResource {
  /** All trusted authorities' certificates, as PEM. */
  readonly bundle: pulumi.Output<string>;
  /** The ConfigMap that holds the bundle as `ca.crt`. */
  readonly trust: pulumi.Output<string>;
  private readonly issuer: k8s.apiextensions.CustomResource;

  constructor(
    private readonly name: string,
    private readonly args: AuthorityArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("kafka-platform:certificates:Authority", name, {}, opts);
    const { namespace } = args;
    const child = { parent: this };
    const selfSigned = customResource(
      `${name}-self-signed`,
      { kind: "Issuer", name: "kafka-self-signed", namespace, spec: { selfSigned: {} } },
      child,
    );
    const generations = args.authorities.map((generation) => this.generation(generation, selfSigned));
    this.issuer = generations.find(({ generation }) => generation === args.issuer)?.issuer as typeof selfSigned;
    this.bundle = pulumi
      .all(generations.map(({ issued }) => issued.certificate))
      .apply((certificates) => certificates.map((pem) => `${pem.trim()}\n`).join(""));
    const data = { "ca.crt": this.bundle };
    this.trust = contentMap(
      `${name}-trust`,
      { namespace, name: pulumi.output(data).apply((known) => contentName("kafka-trust", known)), data },
      child,
    ).metadata.name;
    this.registerOutputs({});
  }

  private generation(generation: number, selfSigned: k8s.apiextensions.CustomResource) {
    const { namespace } = this.args;
    const name = authorityName(generation);
    const certificate = customResource(
      `${this.name}-${generation}`,
      {
        kind: "Certificate",
        name,
        namespace,
        spec: {
          isCA: true,
          commonName: name,
          subject: { organizations: [namespace] },
          secretName: name,
          duration: goDuration(10 * 365 * 86_400),
          // With another key it would be another authority, which nobody trusts yet.
          privateKey: { ...privateKey, rotationPolicy: "Never" },
          issuerRef: { kind: "Issuer", name: "kafka-self-signed" },
        },
      },
      { parent: this, dependsOn: selfSigned },
    );
    const known = issued({ ...this.args, resource: certificate, name });
    // Only when the Secret is there: an issuer that does not find it looks again seconds later.
    const secretName = known.certificate.apply(() => name);
    const issuer = customResource(
      `${this.name}-${generation}-issuer`,
      { kind: "Issuer", name, namespace, spec: { ca: { secretName } } },
      { parent: this },
    );
    return { generation, issuer, issued: known };
  }

  /** A certificate for one holder, once it is issued. */
  certificate(holder: Holder, { dnsNames = [], ipAddresses = [] }: LeafArgs): Issued {
    const who = { commonName: holder, subject: { organizations: [this.args.namespace] } };
    return this.leaf(holder, leafName(holder), who, {
      usages: ["digital signature", "server auth", "client auth"],
      ...(dnsNames.length > 0 && { dnsNames: [...dnsNames] }),
      ...(ipAddresses.length > 0 && { ipAddresses: [...ipAddresses] }),
      // Kafka and ZooKeeper read the key and the certificate from one file.
      additionalOutputFormats: [{ type: "CombinedPEM" }],
    });
  }

  /** A certificate for an application that owns topics, once it is issued: it is good for who calls, and for no server. */
  ownerCertificate(application: string, rotation: number): Issued {
    const unit = ownerUnit(rotation);
    const who = { commonName: application, subject: { organizationalUnits: [unit] } };
    return this.leaf(`${application}-${unit}`, ownerLeafName(application, rotation), who, {
      usages: ["digital signature", "client auth"],
    });
  }

  private leaf(part: string, name: string, who: object, what: object): Issued {
    const { namespace, lifetime, issuer } = this.args;
    // In this order, which is in the digest that pods roll by.
    const spec = {
      ...who,
      secretName: name,
      ...validity(lifetime),
      privateKey: { ...privateKey, rotationPolicy: "Always" },
      ...what,
      issuerRef: { kind: "Issuer", name: authorityName(issuer) },
    };
    const resource = customResource(
      `${this.name}-${part}`,
      { kind: "Certificate", name, namespace, spec },
      { parent: this, dependsOn: this.issuer },
    );
    return issued({ ...this.args, resource, name, wanted: spec });
  }
}

const customResource = (
  logicalName: string,
  { kind, name, namespace, spec }: { kind: string; name: string; namespace: string; spec: object },
  opts: pulumi.CustomResourceOptions,
) =>
  new k8s.apiextensions.CustomResource(
    logicalName,
    { apiVersion: certManager, kind, metadata: { name, namespace, annotations: skipAwait }, spec },
    opts,
  );

function validity(lifetime: string) {
  const duration = seconds(lifetime);
  return { duration: goDuration(duration), renewBefore: goDuration(Math.floor(duration / 2)) };
}

// As cert-manager writes it back: any other form would be a difference in every preview.
function goDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${hours}h` : ""}${Math.floor(seconds / 60) % 60}m${seconds % 60}s`;
}

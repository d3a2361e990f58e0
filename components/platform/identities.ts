import { isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { podHost, serviceHost } from "../../lib/naming";
import { Authority } from "../certificates/authority";
import type { Issued } from "../certificates/issued";
import { distinguishedName, leafName } from "../certificates/names";
import type { TlsIdentity } from "../gates/tls-identity";
import { bootstrapService, headlessService } from "../kafka/names";
import { controllerName } from "../kraft/names";
import type { Identity } from "../workload/pod";
import { zooKeeperDnsNames } from "../zookeeper/names";
import type { PlatformSettings } from "./settings";

/** By what the parts of a platform know each other. */
export interface Identities {
  /** Brokers and controllers: whoever gets one's data can get every other's, so they are one to the others. */
  readonly nodes: Identity;
  /** ZooKeeper's servers. @default there are none */
  readonly zooKeeper?: Identity | undefined;
  /** This program. */
  readonly administrator: pulumi.Output<TlsIdentity>;
  /** Has a certificate issued for an application that owns topics. @param rotation which of its credentials it is */
  readonly owner: (application: string, rotation: number) => Issued;
  /** Distinguished names of those who may do everything: nodes, and this program. */
  readonly superUsers: readonly string[];
  /** The certificates of all trusted authorities, as PEM. */
  readonly authorities: pulumi.Output<string>;
}

/**
 * Has a certificate issued for each part.
 *
 * @param externalHosts where administrators reach brokers: part of the brokers' certificate
 */
export function issueIdentities(
  name: string,
  settings: PlatformSettings,
  externalHosts: readonly string[],
  opts: pulumi.ComponentResourceOptions,
): Identities {
  const { namespace, context } = settings.kubernetes;
  const authority = new Authority(name, { ...settings.certificates, namespace, context }, opts);
  const identity = (
    holder: "kafka" | "zookeeper",
    dnsNames: readonly string[],
    hosts: readonly string[],
  ): Identity => ({
    secret: leafName(holder),
    trust: authority.trust,
    certificateDigest: authority.certificate(holder, {
      dnsNames: [...dnsNames, ...hosts.filter((host) => isIP(host) === 0)],
      ipAddresses: ["127.0.0.1", ...hosts.filter((host) => isIP(host) !== 0)],
    }).digest,
  });
  const administrator = authority.certificate("kafka-admin", {});
  return {
    nodes: identity("kafka", nodeNames(namespace), [...new Set(externalHosts)].sort()),
    zooKeeper: settings.zookeeper && identity("zookeeper", zooKeeperDnsNames(namespace), []),
    administrator: pulumi
      .all([authority.bundle, administrator.certificate, administrator.key])
      .apply(([ca, cert, key]) => ({ ca, cert, key })),
    owner: (application, rotation) => authority.ownerCertificate(application, rotation),
    superUsers: [distinguishedName("kafka", namespace), distinguishedName("kafka-admin", namespace)],
    authorities: authority.bundle,
  };
}

// What applications may call the bootstrap Service by, from their own namespace and from this one.
const nodeNames = (namespace: string): readonly string[] => [
  podHost("*", headlessService, namespace),
  podHost("*", controllerName, namespace),
  serviceHost(bootstrapService, namespace),
  `${bootstrapService}.${namespace}.svc`,
  `${bootstrapService}.${namespace}`,
  bootstrapService,
  "localhost",
];

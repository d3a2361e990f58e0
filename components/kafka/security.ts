import type { PropertyValue } from "../../lib/properties";
import { platformPath } from "../workload/pod";

/** A pod's own certificate and key, in one file. */
export const identityFile = `${platformPath}/tls/tls-combined.pem`;
/** The authorities that a pod trusts. */
export const trustFile = `${platformPath}/trust/ca.crt`;

type Properties = Readonly<Record<string, PropertyValue>>;

/** How a node proves itself, whom it trusts, and what it will not speak. */
const tls: Properties = {
  "ssl.keystore.type": "PEM",
  "ssl.keystore.location": identityFile,
  "ssl.truststore.type": "PEM",
  "ssl.truststore.location": trustFile,
  "ssl.protocol": "TLSv1.3",
  "ssl.enabled.protocols": "TLSv1.3,TLSv1.2",
  // The other side has to be the host that was called, and not merely somebody of this platform.
  "ssl.endpoint.identification.algorithm": "https",
};

/** The settings of a client that calls a node with the certificate of the pod that it runs in. */
export const clientProperties: Properties = { "security.protocol": "SSL", ...tls };

// Names that were proven by a certificate begin with this. SCRAM's messages hold names in ASCII only, so nobody who is
// known by a password can be called like somebody who is known by a certificate.
const provenByCertificate = "\u00a7";

/** What makes a node ask everybody for a certificate, but where a listener says otherwise. */
export const serverTls: Properties = {
  ...tls,
  "ssl.client.auth": "required",
  "ssl.principal.mapping.rules": `RULE:^(.*)$/${provenByCertificate}$1/`,
};

/** What access rules call the holder of a certificate with this distinguished name. */
export const certificatePrincipal = (distinguishedName: string): string =>
  `User:${provenByCertificate}${distinguishedName}`;

/**
 * Nobody may do anything without a rule that allows it.
 *
 * @param authorizer the class that keeps the rules
 * @param superUsers distinguished names of those for whom there need be none
 */
export const authorization = (authorizer: string, superUsers: readonly string[]): Properties => ({
  "authorizer.class.name": authorizer,
  "allow.everyone.if.no.acl.found": false,
  "super.users": superUsers.map(certificatePrincipal).join(";"),
});

import { authorityName } from "../../certificates/names";
import { sample } from "../sample";
import type { ClusterFacts } from "./facts";
import type { Needs } from "./needs";

// The first version that writes key and certificate to one file without a feature gate.
const atLeast = [1, 15] as const;

/** Certificates come from cert-manager, which has to be there. */
export function judgeCertManager({ certManager }: ClusterFacts): string[] {
  const install = "https://cert-manager.io/docs/installation/";
  if (certManager === undefined) {
    return [`The cluster has no cert-manager, which issues all certificates. Install it: ${install}`];
  }
  const [major = 0, minor = 0] = (certManager.version ?? "").replace(/^v/, "").split(".").map(Number);
  return certManager.version === undefined || major > atLeast[0] || (major === atLeast[0] && minor >= atLeast[1])
    ? []
    : [`cert-manager ${certManager.version} is older than ${atLeast.join(".")}. Upgrade it: ${install}`];
}

/** Of a replaced authority, each step has to have reached the running pods before the next one is taken. */
export function judgeCertificates({ deployed }: ClusterFacts, { certificates }: Needs): string[] {
  if (deployed === undefined) {
    return [];
  }
  const { authorities, issuer } = certificates;
  const without = deployed.trust.filter((one) => !one.authorities.includes(issuer)).map(({ holder }) => holder);
  const untrusted =
    without.length === 0
      ? []
      : [
          `certificates.issuer is ${issuer}, which not all running pods trust yet: ${sample(without)} would refuse who ` +
            `has its certificate. Have ${issuer} in certificates.authorities, leave certificates.issuer as it was, and ` +
            "run `pulumi up` until all pods have restarted; then set the issuer. If it has been the issuer for long, the " +
            `key in the Secret ${authorityName(issuer)} is not the one that pods trust: bring that back from a backup (docs/operations.md).`,
        ];
  const names = authorities.map(authorityName);
  const inUse = [...new Set(deployed.issuers)].filter((name) => !names.includes(name)).sort();
  const dropped = inUse.map(
    (name) =>
      `certificates.authorities no longer has the authority ${name}, which issued a certificate that is in use. ` +
      "Add it again, set certificates.issuer to the new one, and run `pulumi up`; then remove it.",
  );
  return [...untrusted, ...dropped];
}

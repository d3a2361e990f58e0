import { metadataLevel } from "../metadata-version";
import type { ClusterFacts, PlatformFacts, SilenceFacts } from "./facts";
import type { ChangeNeeds, Needs } from "./needs";

/** That brokers are Ready and do not answer, as a sentence without its end: what was tried, and what each said. */
export const silenceText = ({ answers }: SilenceFacts): string =>
  "the brokers are Ready, and none answers from here " +
  `(${answers.map(({ address, error }) => `at ${address}: ${error}`).join("; ")})`;

/** What to do about brokers that are Ready and do not answer here; without its full stop. */
export const reachRemedy =
  "See that external leads to them from here: NodePorts on the nodes or load balancers, external.addresses, and " +
  "external.sourceRanges";

/** What to tell where nothing that is asked for depends on what silent brokers would say: it may be what mends them. */
export const silenceWarning = (silence: SilenceFacts): string =>
  `Of the Kafka cluster that is there, little is known: ${silenceText(silence)}. ${reachRemedy}. Until they answer, whatever ` +
  "restarts them is refused.";

/**
 * Without an answer, a metadata version goes no lower than it was last asked for. Nobody but a broker knows the level
 * that the cluster has; it is no higher than that, since each `up` was judged in its turn.
 */
export function judgeSilentMetadata({ deployed }: PlatformFacts, needs: ChangeNeeds): string[] {
  const { coordination, metadataVersion: wanted } = needs;
  if (deployed?.silence === undefined || coordination === "zookeeper" || wanted === undefined) {
    return [];
  }
  const { metadataVersion: last } = deployed.silence;
  return last !== undefined && metadataLevel(wanted) >= metadataLevel(last)
    ? []
    : [
        `kraft.metadataVersion is ${wanted}, and what the cluster has is not known: ${silenceText(deployed.silence)}. ` +
          `${reachRemedy}, or set kraft.metadataVersion ${last === undefined ? "when they answer" : `back to ${last}`}.`,
      ];
}

/** Without an answer, no authority goes that may have issued what brokers serve. */
export const judgeSilentAuthorities = ({ deployed }: ClusterFacts, { certificates }: Needs): string[] =>
  deployed?.silence?.unwantedAuthority
    ? [
        `certificates.authorities is ${certificates.authorities.join(", ")}, without one that the brokers trust, and ` +
          `whether its certificates are in use is not known: ${silenceText(deployed.silence)}. ${reachRemedy}, or set ` +
          "certificates.authorities back.",
      ]
    : [];

import * as pulumi from "@pulumi/pulumi";
import { type BrokerAnswer, isView } from "./broker-client";

/** How long certificates are good. */
export interface Expiry {
  /** For whoever runs the program, as one line. */
  readonly text: string;
  /** Whether one should have been renewed by now. */
  readonly late: boolean;
}

/**
 * Until when the certificates are valid that brokers serve, which may be older ones than those that were issued.
 *
 * @param answers of brokers; silent ones are left out
 * @param now in milliseconds since 1970
 */
export function expiryOf(answers: readonly BrokerAnswer[], now: number): Expiry {
  const served = answers.filter(isView);
  const ends = new Set(served.map(({ notAfter }) => notAfter));
  const spans = ends.size === 1 ? [...ends] : served.map(({ address, notAfter }) => `${notAfter} (${address})`);
  const late = served.some(({ notBefore, notAfter }) => now > (Date.parse(notBefore) + Date.parse(notAfter)) / 2);
  const text = `the brokers serve certificates that are valid until ${spans.join(", ")}`;
  return {
    late,
    text: late
      ? `${text}: past half of their life, when cert-manager renews them. \`kubectl describe certificates\` in the ` +
        "platform's namespace says why it has not."
      : text,
  };
}

/** Says it to whoever runs the program, as a warning where it is late. */
export const tellExpiry = ({ text, late }: Expiry, resource: pulumi.Resource): Promise<void> =>
  late ? pulumi.log.warn(text, resource) : pulumi.log.info(text, resource);

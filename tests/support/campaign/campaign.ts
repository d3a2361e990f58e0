import type { Mode } from "../rolling/platforms";

/** What the campaign that runs was asked for; its runner says it by the environment. */
export interface Campaign {
  readonly mode: Mode;
  /** Acknowledged records of each change, at least. */
  readonly records: number;
  /** Of all producers together. */
  readonly recordsPerSecond: number;
  /** How to do the same again. */
  readonly command: string;
}

const VARIABLE = "CAMPAIGN";

/** The environment by which {@link campaign} finds this out again. */
export const campaignEnvironment = (asked: Campaign): Record<string, string> => ({ [VARIABLE]: JSON.stringify(asked) });

/** What was asked for. @throws Error outside a campaign */
export function campaign(): Campaign {
  const asked = process.env[VARIABLE];
  if (asked === undefined) {
    throw new Error("campaigns are run by npm run campaign");
  }
  return JSON.parse(asked) as Campaign;
}

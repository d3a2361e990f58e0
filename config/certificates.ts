import { z } from "zod";
import { milliseconds } from "../lib/units";
import { explained, rule, ruled } from "../lib/validation";
import { duration } from "./fields";

const generation = z.int().min(1).max(9_999);

const authorities = explained(
  z.array(generation).min(1),
  "must be a list of whole numbers from 1 to 9999",
  "List at least one; [1] is the first generation alone",
);

const issuer = explained(
  generation,
  "must be a whole number from 1 to 9999",
  "Write the generation that issues, one of certificates.authorities",
);

const section = z.strictObject({
  /**
   * The generations of the certificate authority that exist and are trusted, in ascending order. One is replaced in
   * three steps, with an `up` after each: [1, 2] with issuer 1, [1, 2] with issuer 2, [2] with issuer 2.
   * @default [1]
   */
  authorities: authorities.default([1]),
  /** The generation that issues certificates; one of `authorities`. @default 1 */
  issuer: issuer.default(1),
  /**
   * How long a certificate of a broker, a controller, a ZooKeeper server or the administrator is valid; one hour to ten
   * years. It is renewed at half of it. @default "365d"
   */
  lifetime: duration.default("365d"),
});

const ascending = rule({
  path: ["authorities"],
  rule: "must be in ascending order, each generation once",
  remedy: "Sort them, and leave each in once",
  needs: z.object({ authorities }),
  holds: (value) => value.authorities.every((one, index, all) => index === 0 || one > (all[index - 1] as number)),
});

const trusted = rule({
  path: ["issuer"],
  rule: "must be one of certificates.authorities",
  remedy: "Write one of them: nobody would trust what another issues",
  needs: z.object({ authorities, issuer }),
  holds: (value) => value.authorities.includes(value.issuer),
});

// cert-manager issues nothing shorter.
const shortest = milliseconds("1h");
const longest = milliseconds("3653d");

const bounded = rule({
  path: ["lifetime"],
  rule: "must be from one hour to ten years",
  remedy: "Write a length of time between 1h and 3653d",
  needs: z.object({ lifetime: duration }),
  holds: ({ lifetime }) => milliseconds(lifetime) >= shortest && milliseconds(lifetime) <= longest,
});

/** The certificates by which brokers, controllers, ZooKeeper servers and the administrator are known. */
export const certificates = ruled(section, ascending, trusted, bounded);

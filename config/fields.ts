import { z } from "zod";
import { durationPattern, sizePattern, withinBytes, withinCentury } from "../lib/units";
import { explained } from "../lib/validation";

/** A size in binary units, as `512Mi`. */
export const size = explained(
  z.string().regex(sizePattern),
  "must be a size in binary units, such as 512Mi or 4Gi",
  "Write a whole number followed by Ki, Mi, Gi or Ti",
);

// Java's int, in which Kafka counts some sizes.
const mostBytes = 2 ** 31 - 1;

/** A size that Kafka counts in 32 bits. */
export const smallSize = explained(
  z
    .string()
    .regex(sizePattern)
    .refine(withinBytes(mostBytes), {
      message: "must be less than 2Gi, since Kafka counts its bytes in 32 bits",
      params: { remedy: "Write 2047Mi or less" },
    }),
  "must be a size in binary units, such as 512Mi or 1Gi",
  "Write a whole number followed by Ki, Mi or Gi",
);

/** A length of time, as `15s`. */
export const duration = explained(
  z
    .string()
    .regex(durationPattern)
    .refine(withinCentury, {
      message: "must be at most 100 years",
      params: { remedy: "Write the length of time that you mean; 36525d is the longest" },
    }),
  "must be a length of time, such as 15s or 10m",
  "Write a whole number followed by ms, s, m, h or d",
);

/** An amount of CPU, as `250m` (a quarter of a core) or `2`. */
export const cpu = explained(
  z.union([z.string().regex(/^[1-9]\d*m?$/), z.int().positive().transform(String)]),
  "must be an amount of CPU, such as 250m or 2",
  "Write a whole number of cores, or of thousandths of a core followed by m",
);

/** A switch. */
export const flag = explained(z.boolean(), "must be true or false", "Write true or false, without quotes");

/** A whole number within limits. */
export const integer = (minimum: number, maximum: number) =>
  explained(
    z.int().min(minimum).max(maximum),
    `must be a whole number from ${minimum} to ${maximum}`,
    "Write a number within these limits, without quotes",
  );

/** The members of a quorum. */
export const quorum = explained(
  z.literal([3, 5, 7]),
  "must be 3, 5 or 7",
  "Write 3, which can do without one, or 5, which can do without two; an even number can do without no more",
);

/** An image, by a tag or a digest. */
export const image = (example: string) =>
  explained(
    z.string().regex(/^[^\s@]+(:[^\s:/@]+|@sha256:[0-9a-f]{64})$/),
    "must be an image with its tag or digest",
    `Write it as ${example}`,
  );

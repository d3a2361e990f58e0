import { z } from "zod";
import { type Harm, harms } from "../lib/harms";
import type { Mistake } from "../lib/mistakes";
import { explained, validate } from "../lib/validation";
import { owner } from "./fields";

// A day that the month does not have is read as one of the next.
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
const dayLength = 86_400_000;

/** For how many days a waiver may be given. */
const longest = 90;

const schema = (now: Date) =>
  z
    .strictObject({
      /** The topic's name, as it was or is in catalog/topics.ts. */
      topic: explained(z.string().min(1), "must be a topic's name", "Write it as in catalog/topics.ts"),
      /** What may be done to it. */
      allows: explained(
        z.enum(Object.keys(harms) as [Harm, ...Harm[]]),
        `must be one of ${Object.keys(harms).join(", ")}`,
        "Write what the refusal named",
      ),
      owner,
      /** Why the loss is meant. */
      reason: explained(z.string().min(10), "must say why the loss is meant", "Write it for who asks a year from now"),
      /** The last day on which it holds, in UTC. */
      expires: explained(
        z
          .string()
          .refine(isDay, { message: "must be a day as 2026-12-31", params: { remedy: "Write year, month and day" } })
          .refine((text) => !isDay(text) || endOf(text) > now.getTime(), {
            message: "is over",
            params: { remedy: "Remove the waiver; where it is still needed, let its owner agree to a later day" },
          })
          .refine((text) => !isDay(text) || endOf(text) <= now.getTime() + (longest + 1) * dayLength, {
            message: `must be within ${longest} days`,
            params: { remedy: "Write an earlier day: who needs it longer agrees again" },
          }),
        "must be a day as 2026-12-31",
        "Write year, month and day",
      ),
    })
    .readonly();

const endOf = (text: string): number => Date.parse(text) + dayLength;

/** Leave to harm a topic, given by who answers for it. */
export type Waiver = z.input<ReturnType<typeof schema>>;

/** Everything that is wrong with the waivers, among it that they are over, or given by others than a topic's owner. */
export const checkWaivers = (
  waivers: readonly unknown[],
  topics: Readonly<Record<string, { readonly owner: string }>>,
  now: Date,
): Mistake[] =>
  waivers.flatMap((waiver, index) => {
    const path = `catalog/waivers.ts: waivers[${index}]`;
    const judged = validate(schema(now), waiver, path);
    return [...("mistakes" in judged ? judged.mistakes : []), ...byOthers(waiver, topics, path)];
  });

const given = z.object({ topic: z.string(), owner });

function byOthers(waiver: unknown, topics: Parameters<typeof checkWaivers>[1], path: string): Mistake[] {
  const { data } = given.safeParse(waiver);
  const answers = data && Object.hasOwn(topics, data.topic) ? topics[data.topic]?.owner : undefined;
  if (data === undefined || answers === undefined || answers === data.owner) {
    return [];
  }
  const rule = `must be ${answers}, which answers for ${data.topic}`;
  return [{ path: `${path}.owner`, rule, found: data.owner, remedy: "Let the topic's owner agree" }];
}

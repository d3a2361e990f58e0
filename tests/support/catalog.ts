/** Changes of the catalog, as pull requests make them. */
import { type Outcome, testStack, tryPulumi, withChangedProgram } from "./test-platform";

export const TOPICS = "catalog/topics.ts";
export const WAIVERS = "catalog/waivers.ts";
export const APPLICATIONS = "catalog/applications.ts";

type Changes = Parameters<typeof withChangedProgram>[0];

/** Runs Pulumi with a changed program. */
export const withChanges = async (changes: Changes, ...args: string[]): Promise<Outcome> =>
  withChangedProgram(changes, async (program) => tryPulumi(await testStack(program), ...args));

/** A catalog without a topic, and without what uses it. */
export const without = (topic: string): Changes => ({
  [TOPICS]: (text) => text.replace(new RegExp(`  "${topic}": \\w+\\(\\{.*?\\n  \\}\\),\\n`, "s"), ""),
  [APPLICATIONS]: (text) => text.replaceAll(`  "${topic}",\n`, ""),
});

const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** Leave to harm a topic. */
export const waiver = (topic: string, allows: string): Changes => ({
  [WAIVERS]: (text) =>
    text.replace(
      "= []",
      `= [{ topic: "${topic}", allows: "${allows}", owner: "voicecore", reason: "the test means it", expires: "${soon}" }]`,
    ),
});

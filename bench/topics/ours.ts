import { type LocalStack, pulumi } from "../../local/stack";
import { testStack, tryPulumi, withChangedProgram } from "../../tests/support/test-platform";
import { type TopicSet, withTopics } from "./topic-set";

/** Does work with the stack whose catalog has a set's topics besides. @param longer as {@link withTopics} has it */
export const withProgram = <T>(set: TopicSet, work: (stack: LocalStack) => Promise<T>, longer?: string): Promise<T> =>
  withChangedProgram({ "catalog/topics.ts": (text) => withTopics(text, set, longer) }, async (program) =>
    work(await testStack(program)),
  );

/** Previews the program. @throws Error unless so many resources, and no more, were to be updated */
export async function preview(stack: LocalStack, updates: number): Promise<void> {
  const { exitCode, output } = await tryPulumi(stack, "preview", "--json");
  const { same: _, ...changes } = exitCode === 0 ? changesOf(output) : {};
  const wanted = updates === 0 ? {} : { update: updates };
  if (exitCode !== 0 || JSON.stringify(changes) !== JSON.stringify(wanted)) {
    throw new Error(
      `pulumi preview: exit ${exitCode}, ${JSON.stringify(changes)} instead of ${JSON.stringify(wanted)}\n${output}`,
    );
  }
}

const changesOf = (output: string) =>
  (JSON.parse(output) as { changeSummary: Readonly<Record<string, number>> }).changeSummary;

/** Does work, and takes the stack back to what it knew before. */
export async function withSameState<T>(work: () => Promise<T>): Promise<T> {
  const stack = await testStack();
  const state = await pulumi(stack, ["stack", "export", "--stack", stack.name]);
  try {
    return await work();
  } finally {
    await pulumi(stack, ["stack", "import", "--stack", stack.name], { input: state });
  }
}

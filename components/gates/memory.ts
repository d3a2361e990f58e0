import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { knownValue } from "./known-value";

type Entries<T> = Readonly<Record<string, T>>;

/** Entries that the state remembers, for guards that compare old with new. */
export interface Memory<T> {
  /**
   * What is remembered: what the program says, or what it said before where a run leaves that out, as with `--target`.
   * Nothing where the state never heard of it.
   *
   * @throws {pulumi.RunError} where the change of it is refused
   */
  readonly remembered: () => Promise<Entries<T>>;
  /**
   * What keeps it. Whatever is judged by what is remembered has to depend on it: a hook holds one of the few places that
   * Pulumi has for what is done at a time, and where all of them wait for this, nobody lets it in.
   */
  readonly keeper: pulumi.Resource;
}

/**
 * Keeps entries in a Stash in the state, and judges each change of them, in previews too.
 *
 * @param hookName the name of what judges; it is part of the state
 * @param judge throws where a change is refused
 */
export function memory<T>(
  name: string,
  entries: Entries<T>,
  hookName: string,
  judge: (before: Entries<T>, after: Entries<T>) => void | Promise<void>,
  opts: pulumi.CustomResourceOptions,
): Memory<T> {
  // What is refused is never registered, and whoever waits for it would wait for ever.
  let refuse: (error: pulumi.RunError) => void = () => {};
  const refused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  refused.catch(() => {}); // Pulumi is told by the hook itself
  const guard = new pulumi.ResourceHook(
    hookName,
    async ({ oldInputs, newInputs }) => {
      const [before, after] = [oldInputs, newInputs].map((inputs) => (inputs as Stashed<T> | undefined)?.input ?? {});
      try {
        await judge(before ?? {}, after ?? {});
      } catch (error) {
        refuse(refusal(`Nothing of this was changed, for the change of ${name} is refused.`));
        throw error;
      }
    },
    { onDryRun: true },
  );
  const keeper = new pulumi.Stash(name, { input: entries }, { ...opts, hooks: { beforeUpdate: [guard] } });
  return {
    remembered: async () => ((await Promise.race([knownValue(keeper.input), refused])) ?? {}) as Entries<T>,
    keeper,
  };
}

interface Stashed<T> {
  readonly input?: Entries<T>;
}

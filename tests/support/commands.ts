import { run } from "../../local/support/run";
import { type Outcome, outcomeOf, PROGRAM, repository, TEST_CLUSTER, withChangedProgram } from "./test-platform";

/** Runs a command of package.json on the test cluster's stack. */
export const tryCommand = (name: string, ...args: string[]): Promise<Outcome> =>
  outcomeOf(run("npm", ["run", "--silent", name, "--", "--local", TEST_CLUSTER, ...args], { cwd: repository }));

/** The parts of the repository that the program and its commands consist of. */
export const COMMANDS = [...PROGRAM, "commands", "local", "biome.json"];

/** Runs a command in a folder of {@link withCommands}. */
export const tryCommandIn = (folder: string, name: string, ...args: string[]): Promise<Outcome> =>
  outcomeOf(
    run("node", ["-r", "ts-node/register/transpile-only", `commands/${name}.ts`, "--local", TEST_CLUSTER, ...args], {
      cwd: folder,
    }),
  );

/** Runs work with a copy of the program and of its commands, which may change the copy. */
export const withCommands = <T>(work: (folder: string) => Promise<T>): Promise<T> =>
  withChangedProgram({}, work, COMMANDS);

import { writeFileSync } from "node:fs";
import { type MochaOptions, type Runner, reporters } from "mocha";

/** The usual report, and the counts as JSON in the file that COUNTS_FILE names: how run.ts adds up its suites. */
export default class CountingReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    runner.once("end", () => {
      const file = process.env.COUNTS_FILE;
      if (file) {
        const { passes, failures, pending } = this.stats;
        writeFileSync(file, JSON.stringify({ passes, failures, pending }));
      }
    });
  }
}
module.exports = CountingReporter;

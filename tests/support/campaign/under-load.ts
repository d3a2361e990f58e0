import type { LocalStack } from "../../../local/stack";
import type { Load } from "../load/load";
import { type WithLoadOptions, withLoad } from "../rolling/with-load";
import { campaign } from "./campaign";
import { type Row, writeEvidence } from "./evidence";

/** What is done to a platform while clients write and read, and what it is called in the report. */
export interface Deed extends Pick<Row, "change" | "from" | "to">, Pick<WithLoadOptions, "changesAddresses"> {
  /** Acknowledged records that there have to be. @default as many as the campaign was asked for */
  readonly records?: number;
  /** The platform. */
  readonly stack: LocalStack;
  readonly work: (load: Load) => Promise<unknown>;
}

/**
 * Does things to a platform under load, one after the other; at the end of the suite that it is called in, if all of it
 * has passed, writes into a file what became of the records, and what else was tried.
 *
 * @param file its name in docs/evidence, without its ending
 */
export function underLoad(file: string, title: string): (deed: Deed) => Promise<void> {
  const { records: asked, recordsPerSecond, command } = campaign();
  const options = { recordsPerSecond, maxSeconds: 3600 };
  const rows: Row[] = [];
  after(function () {
    const tests: Mocha.Test[] = [];
    this.test?.parent?.eachTest((one) => void tests.push(one));
    // What has failed, or was left out, is no evidence; its figures are in what the run has printed.
    if (tests.every((one) => one.isPassed())) {
      const passed = tests.map((one) => one.titlePath().slice(1).join(", "));
      writeEvidence(file, { title, command, rows, passed });
    }
  });
  return async ({ stack, records: atLeast = asked, changesAddresses = false, work, ...row }) => {
    let seconds = 0;
    const { report } = await withLoad({ ...options, stack, atLeast, changesAddresses }, async (load) => {
      const start = Date.now();
      await work(load);
      seconds = (Date.now() - start) / 1000;
    });
    rows.push({ ...row, report, seconds });
  };
}

import { strict as assert } from "node:assert";
import fc from "fast-check";
import { encodeMessage } from "../../../support/load/message";
import { type Fault, summary } from "../../../support/load/report";
import { Verifier } from "../../../support/load/verifier";
import { cleanHistories, type Entry, type History, judge, KINDS, RUN, readerOf } from "./histories";
import { plants } from "./plants";

const places = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const countsOf = (history: History): Partial<Record<Fault, number>> =>
  Object.fromEntries(Object.entries(judge(history).faults).map(([fault, { count }]) => [fault, count]));

describe("the verifier of a load", () => {
  it("finds nothing in clean histories, and counts them", () => {
    fc.assert(
      fc.property(cleanHistories, (history) => {
        const report = judge(history);
        assert.deepEqual(report.faults, {});
        assert.equal(report.acked, history.log.filter(({ fate }) => "aC".includes(fate)).length);
        assert.equal(report.read, history.log.length);
        assert.equal(report.failed, history.hidden.filter(({ fate }) => "fF".includes(fate)).length);
        const doubtful = [...history.log, ...history.hidden].filter(({ fate }) => "uU".includes(fate));
        assert.equal(report.unknown, doubtful.length);
        assert.match(summary(report), /; no fault$/);
      }),
    );
  });

  for (const [what, [fault, plant]] of Object.entries(plants)) {
    it(`reports ${what} as ${fault}, and as nothing else`, () => {
      fc.assert(
        fc.property(cleanHistories, places, (history, at) => {
          assert.deepEqual(countsOf(plant(history, at)), { [fault]: 1 });
        }),
      );
    });
  }

  it("reports every record of a committed transaction that is gone as a whole as lost", () => {
    fc.assert(
      fc.property(cleanHistories, (history) => {
        const ofFirst = history.log.filter(({ message }) => message.producer === 2 && message.transaction === 0);
        const log = history.log.filter((entry) => !ofFirst.includes(entry));
        assert.deepEqual(countsOf({ ...history, log }), { lost: ofFirst.length });
      }),
    );
  });

  it("accepts that a transaction of unknown fate is there or is not, as long as it is as a whole", () => {
    fc.assert(
      fc.property(cleanHistories, (history) => {
        assert.deepEqual(countsOf({ ...history, log: history.log.filter(({ fate }) => fate !== "U") }), {});
      }),
    );
  });

  it("accepts that a running consumer gets records again, and counts them", () => {
    fc.assert(
      fc.property(cleanHistories, places, (history, at) => {
        const from = Math.floor(at * history.log.length);
        const again = history.log.slice(from);
        const report = judge({ ...history, live: [...history.log, ...again] });
        assert.deepEqual(report.faults, {});
        assert.equal(report.redelivered, again.length);
      }),
    );
  });

  it("counts what producers of each kind were promised, and what consumers of each kind got", () => {
    const countsBy = (entries: readonly Entry[], name: (entry: Entry) => string) => (one: string) =>
      entries.filter((entry) => name(entry) === one).length;
    fc.assert(
      fc.property(cleanHistories, (history) => {
        const { ackedTo, deliveredTo } = judge({ ...history, live: [...history.log, ...history.log] });
        const promised = history.log.filter(({ fate }) => "aC".includes(fate));
        const acked = countsBy(promised, ({ message }) => KINDS[message.producer] ?? "");
        assert.deepEqual(ackedTo, Object.fromEntries(KINDS.map((kind) => [kind, acked(kind)])));
        const got = countsBy(history.log, readerOf);
        assert.deepEqual(
          Object.entries(deliveredTo).sort(),
          ["administrator", "application"].map((one) => [one, got(one)]),
        );
      }),
    );
  });

  it("asks for delivery to the running consumers only when they came to the end", () => {
    fc.assert(
      fc.property(cleanHistories, (history) => {
        assert.deepEqual(judge({ ...history, live: history.log.slice(0, 3) }, false).faults, {});
      }),
    );
  });

  it("names the record, and gives a few examples of many", () => {
    const history = fc.sample(cleanHistories, { numRuns: 1, seed: 1 })[0];
    assert.ok(history);
    const { lost } = judge({ ...history, log: [], live: [] }).faults;
    assert.ok(lost && lost.count > 5);
    assert.equal(lost.examples.length, 5);
    assert.equal(lost.examples[0], "record 0 of producer 0, acknowledged in call.events-0 at 0");
  });

  it("measures the longest time without an acknowledgement: of all, of a partition, and until the stop", () => {
    const gaps = (...lines: readonly string[]) => {
      const verifier = new Verifier(RUN);
      for (const line of lines) {
        verifier.outcome(line);
      }
      const { longestGapMs, longestPartitionGapMs } = verifier.report();
      return [longestGapMs, longestPartitionGapMs];
    };
    const lines = ["a 0 0 t 0 0 100", "a 0 1 t 1 0 300", "a 0 2 t 0 1 350"];
    assert.deepEqual(gaps(...lines), [200, 250]);
    assert.deepEqual(gaps(...lines, "e 900"), [550, 600]);
    assert.deepEqual(gaps(...lines, "e 400", "a 0 3 t 0 2 5000"), [200, 250]);
  });

  it("judges a million records in twenty seconds of CPU: a fifth of them in a fifth of that", function () {
    this.timeout(60_000);
    const count = 200_000;
    const begun = process.cpuUsage().user;
    const verifier = new Verifier(RUN);
    const sequences = Array.from({ length: count }, (_, sequence) => sequence);
    const partitionOf = (sequence: number) => Math.floor(sequence / 20) % 12;
    for (const sequence of sequences) {
      verifier.outcome(`a 0 ${sequence} call.events ${partitionOf(sequence)} ${sequence} ${sequence}`);
    }
    const lineOf = (sequence: number) => {
      const partition = partitionOf(sequence);
      const key = `p0-k${partition}`;
      const of = { run: RUN, producer: 0, sequence, transaction: -1, topic: "call.events", partition, key };
      return `call.events ${partition} ${sequence} ${key} ${encodeMessage(of)}`;
    };
    for (const sequence of sequences) {
      verifier.committed(lineOf(sequence));
    }
    for (const sequence of sequences) {
      verifier.live(lineOf(sequence));
    }
    const report = verifier.report();
    assert.equal(report.acked, count);
    assert.deepEqual(report.faults, {});
    const seconds = (process.cpuUsage().user - begun) / 1e6;
    assert.ok(seconds < 4, `${seconds} s`);
  });
});

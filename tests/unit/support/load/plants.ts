/** Faults that can be planted into a clean history, one at a time. */
import { encodeMessage } from "../../../support/load/message";
import type { Fault } from "../../../support/load/report";
import { type Entry, type History, TOPICS } from "./histories";

/** Plants a fault. @param at chooses where, from 0 to below 1 */
export type Plant = (history: History, at: number) => History;

const pick = <T>(values: readonly T[], at: number): T => {
  const value = values[Math.floor(at * values.length)];
  if (value === undefined) {
    throw new Error("the history has no place for this fault");
  }
  return value;
};

const withFate = (entries: readonly Entry[], fates: string) => entries.filter(({ fate }) => fates.includes(fate));

/** Records that have to be there. */
const owed = ({ log }: History) => withFate(log, "aC");

const without = (history: History, gone: (entry: Entry) => boolean): History => ({
  ...history,
  log: history.log.filter((entry) => !gone(entry)),
});

const withoutOne = (history: History, fates: string, at: number): History => {
  const gone = pick(withFate(history.log, fates), at);
  return without(history, (entry) => entry === gone);
};

const added = (history: History, entry: Entry): History => ({ ...history, log: [...history.log, entry] });

const revealed = (history: History, fates: string, at: number): History =>
  added(history, pick(withFate(history.hidden, fates), at));

/** Puts something else in the place of a record that has to be there. */
const changed = (history: History, at: number, change: (entry: Entry) => Partial<Entry>): History => {
  const entry = pick(owed(history), at);
  return { ...history, log: history.log.map((each) => (each === entry ? { ...each, ...change(each) } : each)) };
};

const swapped = (history: History, at: number): History => {
  const pairs = owed(history).flatMap((first, i, all) => {
    const second = all.slice(i + 1).find(({ key }) => key === first.key);
    return second ? [[first, second] as const] : [];
  });
  const [first, second] = pick(pairs, at);
  const other = new Map([
    [first, { ...second, offset: first.offset }],
    [second, { ...first, offset: second.offset }],
  ]);
  return { ...history, log: history.log.map((entry) => other.get(entry) ?? entry) };
};

/** Changes one character of a text. */
const flipped = (text: string, at: number): string => {
  const i = Math.floor(at * text.length);
  return text.slice(0, i) + (text[i] === "0" ? "1" : "0") + text.slice(i + 1);
};

/** An offset where nothing is. */
const FREE = 1_000_000;

const otherTopic = ({ topic }: Entry): string => TOPICS.find((name) => name !== topic) ?? "";

/** What is planted, as what it has to be reported, and how it is done. */
export const plants: Readonly<Record<string, readonly [Fault, Plant]>> = {
  "a lost record": ["lost", (history, at) => withoutOne(history, "a", at)],
  "a record lost after a running consumer got it": [
    "lost",
    (history, at) => ({ ...withoutOne(history, "a", at), live: history.log }),
  ],
  "a duplicated record": ["duplicated", (history, at) => added(history, { ...pick(owed(history), at), offset: FREE })],
  "two records of a key in the wrong order": ["reordered", swapped],
  "a record in another partition": [
    "misrouted",
    (history, at) => changed(history, at, ({ partition }) => ({ partition: 1 - partition, offset: FREE })),
  ],
  "a record in another topic too": [
    "misrouted",
    (history, at) => {
      const entry = pick(owed(history), at);
      return added(history, { ...entry, topic: otherTopic(entry), offset: FREE });
    },
  ],
  "a record of another load": [
    "misrouted",
    (history, at) => {
      const entry = pick(owed(history), at);
      return added(history, { ...entry, offset: FREE, value: encodeMessage({ ...entry.message, run: "beef" }) });
    },
  ],
  "a record with a changed character": [
    "corrupted",
    (history, at) => changed(history, at, ({ value }) => ({ value: flipped(value, at) })),
  ],
  "a record that only a running consumer got with a changed character": [
    "corrupted",
    (history, at) => ({
      ...history,
      live: changed(history, at, ({ value }) => ({ value: flipped(value, at) })).log,
    }),
  ],
  "a record under another key": [
    "corrupted",
    (history, at) => changed(history, at, ({ key }) => ({ key: flipped(key, at) })),
  ],
  "a committed transaction without one of its records": ["torn", (history, at) => withoutOne(history, "C", at)],
  "a transaction of unknown fate without one of its records": ["torn", (history, at) => withoutOne(history, "U", at)],
  "a record of an aborted transaction": ["abortedRead", (history, at) => revealed(history, "A", at)],
  "a record of a transaction that is to be repeated": ["abortedRead", (history, at) => revealed(history, "R", at)],
  "a record of a transaction that failed before its commit": [
    "abortedRead",
    (history, at) => revealed(history, "F", at),
  ],
  "a record that was never sent": ["abortedRead", (history, at) => revealed(history, "f", at)],
  "an aborted record that only a running consumer got": [
    "abortedRead",
    (history, at) => ({ ...history, live: revealed(history, "A", at).log }),
  ],
  "a record of unknown fate that only a running consumer got": [
    "vanished",
    (history, at) => ({ ...history, live: revealed(history, "u", at).log }),
  ],
  "a record that the running consumers never got": [
    "skipped",
    (history, at) => ({ ...history, live: withoutOne(history, "aC", at).log }),
  ],
};

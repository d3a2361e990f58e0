import assert from "node:assert/strict";
import fc from "fast-check";
import { type Batch, committedValues, endOf } from "../../../../components/gates/read-committed";

const data = (firstOffset: number, producerId: number, ...values: string[]): Batch => ({
  firstOffset: BigInt(firstOffset),
  lastOffsetDelta: values.length - 1,
  attributes: 1 << 4,
  producerId: BigInt(producerId),
  records: values.map((value) => ({ key: null, value: Buffer.from(value) })),
});
const marker = (firstOffset: number, producerId: number, commit: boolean): Batch => ({
  ...data(firstOffset, producerId, ""),
  attributes: (1 << 4) | (1 << 5),
  records: [{ key: Buffer.from([0, 0, 0, commit ? 1 : 0]), value: null }],
});
const aborted = (producerId: number, firstOffset: number) => ({
  producerId: BigInt(producerId),
  firstOffset: BigInt(firstOffset),
});

describe("committedValues", () => {
  it("leaves out what was aborted, and keeps what the same producer committed before and after", () => {
    const batches = [
      data(0, 7, "before"),
      marker(1, 7, true),
      data(2, 7, "gone", "too"),
      marker(4, 7, false),
      data(5, 7, "after"),
      marker(6, 7, true),
    ];
    assert.deepEqual(committedValues(batches, [aborted(7, 2)]), ["before", "after"]);
  });

  it("keeps what others wrote meanwhile, in a transaction or without one", () => {
    const plain = { ...data(1, 7, "plain"), attributes: 0 };
    const batches = [data(0, 7, "gone"), plain, data(2, 8, "other"), marker(3, 7, false), marker(4, 8, true)];
    assert.deepEqual(committedValues(batches, [aborted(7, 0)]), ["plain", "other"]);
  });

  it("knows several aborted transactions of one producer, in whatever order they are listed", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 12 }), (commits) => {
        const batches = commits.flatMap((commit, index) => [
          data(2 * index, 7, `${index}`),
          marker(2 * index + 1, 7, commit),
        ]);
        const list = commits.flatMap((commit, index) => (commit ? [] : [aborted(7, 2 * index)])).reverse();
        const kept = commits.flatMap((commit, index) => (commit ? [`${index}`] : []));
        assert.deepEqual(committedValues(batches, list), kept);
      }),
    );
  });
});

describe("endOf", () => {
  it("is the offset after the last record", () => {
    assert.equal(endOf([data(0, 7, "a"), data(1, 7, "b", "c")]), 3n);
    assert.equal(endOf([]), undefined);
  });
});

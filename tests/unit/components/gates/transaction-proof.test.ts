import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  BrokenTransactionError,
  proveTransactions,
  wrongPartitions,
} from "../../../../components/gates/transaction-proof";

const args = { topicName: "platform.postflight", bootstrap: ["a:1"], timeout: "50ms" };
const identity = { ca: "", cert: "", key: "" };

describe("proveTransactions", () => {
  it("tries again while coordinators move, and says why", async () => {
    const told: string[] = [];
    const failures = [new Error("not coordinator"), new Error("no leader")];
    const attempt = async () => {
      const failure = failures.shift();
      if (failure !== undefined) {
        throw failure;
      }
    };
    await proveTransactions({ ...args, timeout: "1m" }, identity, (text) => void told.push(text), attempt, 0);
    assert.deepEqual(told, [
      "trying a transaction on platform.postflight again: not coordinator",
      "trying a transaction on platform.postflight again: no leader",
    ]);
  });

  it("gives up when its time is over, with the last reason and what to do", async () => {
    const fail = () => Promise.reject(new Error("not coordinator."));
    await assert.rejects(
      proveTransactions(args, identity, () => {}, fail, 5),
      (error: Error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        return error.message.startsWith("Transactions do not work on the topic platform.postflight: not coordinator. ");
      },
    );
  });

  it("does not try again when what was read is not what was committed", async () => {
    let tries = 0;
    const attempt = () => Promise.reject(new BrokenTransactionError(`wrong ${++tries}`));
    await assert.rejects(
      proveTransactions({ ...args, timeout: "1m" }, identity, () => {}, attempt, 0),
      (error: Error) => pulumi.RunError.isInstance(error) && error.message.includes("wrong 1"),
    );
    assert.equal(tries, 1);
  });
});

describe("wrongPartitions", () => {
  const partitions = [{ partition: 0 }, { partition: 1 }];

  it("is none when each partition gave exactly its committed record", () => {
    assert.deepEqual(wrongPartitions("run", partitions, [["run committed 0"], ["run committed 1"]]), []);
  });

  it("names a partition that lacks the record, repeats it, or gives the aborted one too", () => {
    const read = [["run aborted 0", "run committed 0"], []];
    assert.deepEqual(wrongPartitions("run", partitions, read), [
      "partition 0: aborted 0, committed 0",
      "partition 1: nothing",
    ]);
    assert.equal(wrongPartitions("run", [{ partition: 0 }], [["run committed 0", "run committed 0"]]).length, 1);
  });
});

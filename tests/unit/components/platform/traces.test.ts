import { strict as assert } from "node:assert";
import { leaveUnreadTracesUnmapped } from "../../../../components/platform/traces";

describe("traces that nobody reads", () => {
  const { prepareStackTrace, stackTraceLimit } = Error;

  beforeEach(() => {
    Error.stackTraceLimit = 10;
    Error.prepareStackTrace = () => "mapped";
    leaveUnreadTracesUnmapped();
  });

  afterEach(() => {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
    delete process.env.PULUMI_DEBUG_PROMISE_LEAKS;
  });

  it("are not mapped, and still say where it was", () => {
    assert.match(new Error().stack ?? "", /^Error\n {4}at .*traces\.test\.ts:\d+:\d+/);
  });

  it("are none of errors with a message", () => {
    assert.equal(new Error("lost").stack, "mapped");
  });

  it("are none without a limit, by which Pulumi finds where a resource was declared", () => {
    Error.stackTraceLimit = Number.POSITIVE_INFINITY;
    assert.equal(new Error().stack, "mapped");
  });

  it("are mapped too where somebody looks for promises that never end", () => {
    Error.prepareStackTrace = () => "mapped";
    process.env.PULUMI_DEBUG_PROMISE_LEAKS = "true";
    leaveUnreadTracesUnmapped();
    assert.equal(new Error().stack, "mapped");
  });

  it("stay as they are where nothing maps", () => {
    Reflect.deleteProperty(Error, "prepareStackTrace");
    leaveUnreadTracesUnmapped();
    assert.equal(Error.prepareStackTrace, undefined);
  });
});

/**
 * Makes stack traces cheap that nobody reads: Pulumi's SDK takes one of each of its promises, dozens for each resource,
 * and what maps them to TypeScript took a third of the time of a program with a thousand topics. They are errors without
 * a message; their traces stay, with the lines of the compiled JavaScript. All other errors' are mapped as before, and so
 * is where a resource was declared, for which the SDK takes a trace without a limit.
 */
export function leaveUnreadTracesUnmapped(): void {
  const map = Error.prepareStackTrace;
  if (map === undefined || process.env.PULUMI_DEBUG_PROMISE_LEAKS) {
    return;
  }
  Error.prepareStackTrace = (error, frames) =>
    error.message === "" && Number.isFinite(Error.stackTraceLimit)
      ? [error, ...frames.slice(0, 3)].join("\n    at ")
      : map(error, frames);
}

/**
 * Makes stack traces cheap that nobody reads. Pulumi's SDK takes one of each of its promises, dozens for each resource;
 * to map them to TypeScript took 3 of 16 s of a preview's CPU time with a thousand topics. They are errors without a
 * message, and keep the first lines of their traces, as the compiled JavaScript has them. All other errors' are mapped
 * as before, and so is where a resource was declared, for which the SDK takes a trace without a limit.
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

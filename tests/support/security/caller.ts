/**
 * Makes a call, and prints what came of it as JSON: a program of its own, so that it can be started in the network of
 * somebody else. The call comes by standard input, as JSON.
 */
import { readFileSync } from "node:fs";
import type { Call } from "./call";
import { converse } from "./handshake";
import type { Printed } from "./origins";

const outcome = (call: Call): Promise<Printed> =>
  converse(call).then(
    (answer) => ({ ...answer, bytes: [...answer.bytes] }),
    ({ message, code }: NodeJS.ErrnoException) => ({ refusal: { message, ...(code !== undefined && { code }) } }),
  );

void outcome(JSON.parse(readFileSync(0, "utf8")) as Call).then((printed) => console.log(JSON.stringify(printed)));

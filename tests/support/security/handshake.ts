/** Connections as an attacker makes them: byte by byte, with any certificate, any version of TLS, or none. */
import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { Answer, Call } from "./call";
import { converseFrom } from "./origins";

const patience = 10_000;

/**
 * Calls, says something, and waits for an answer: with TLS 1.3, a refusal comes after the caller's part of the handshake,
 * so that a finished one means nothing yet.
 *
 * @throws with the code of the alert, when the other side refuses; with that of Node.js, when the caller does
 */
export async function converse({ from, ...call }: Call): Promise<Answer> {
  if (from !== undefined) {
    return converseFrom(from, call);
  }
  const socket = open(call);
  try {
    return await answerOf(socket, call);
  } finally {
    socket.destroy();
  }
}

function open({ host, port, ca, name, identity, version }: Call): Socket {
  if (ca === undefined) {
    return connectPlain({ host, port });
  }
  return connectTls({
    host,
    port,
    ca,
    ...identity,
    ...(name !== undefined && { servername: name }),
    minVersion: version ?? "TLSv1.2",
    maxVersion: version ?? "TLSv1.3",
    // What is refused has to be refused by the other side: this one would have spoken the oldest version, too.
    ...(version === "TLSv1.1" && { ciphers: "DEFAULT@SECLEVEL=0" }),
  });
}

const answerOf = (socket: Socket, { ca, request }: Call): Promise<Answer> =>
  new Promise((resolve, reject) => {
    let spoken: Omit<Answer, "bytes"> = {};
    socket.setTimeout(patience, () => reject(new Error(`nothing happened within ${patience / 1000} s`)));
    socket.on("error", reject);
    socket.on("close", () => resolve({ ...spoken, bytes: Buffer.alloc(0) }));
    socket.on("data", (bytes) => resolve({ ...spoken, bytes }));
    socket.once(ca === undefined ? "connect" : "secureConnect", () => {
      spoken = ca === undefined ? {} : { protocol: (socket as TLSSocket).getProtocol() ?? "" };
      socket.write(Buffer.from(request));
    });
  });

/** Connections as an attacker makes them: byte by byte, with any certificate, any version of TLS, or none. */
import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls, type SecureVersion, type TLSSocket } from "node:tls";

/** A private key with its certificate; both PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** How a listener is called. */
export interface Call {
  readonly host: string;
  readonly port: number;
  /** Whom the caller believes, as PEM. @default the call is not encrypted */
  readonly ca?: string;
  /** The name that the other side has to prove. @default its address */
  readonly name?: string;
  /** What the caller proves itself by. @default nothing */
  readonly identity?: KeyPair;
  /** The only version of TLS that the caller speaks. @default TLS 1.2 or 1.3 */
  readonly version?: SecureVersion;
}

/** What came of a call that was answered. */
export interface Answer {
  /** The version of TLS. @default the call was not encrypted */
  readonly protocol?: string;
  readonly bytes: Buffer;
}

const patience = 10_000;

/** Kafka's request for the versions that a node speaks: the only one that is answered before anybody is known. */
export const apiVersions: Buffer = Buffer.from([
  ...[0, 0, 0, 10], // the size of what follows
  ...[0, 18, 0, 0], // the kind of request, and its version
  ...[75, 80, 75, 80], // any number, which the answer repeats
  ...[255, 255], // a client without a name
]);

/** Whether these bytes are Kafka's answer to {@link apiVersions}. */
export const isKafka = ({ bytes }: Answer): boolean =>
  bytes.subarray(4, 8).equals(apiVersions.subarray(8, 12)) && bytes.readUInt16BE(8) === 0;

/**
 * Calls, says something, and waits for an answer: with TLS 1.3, a refusal comes after the caller's part of the handshake,
 * so that a finished one means nothing yet.
 *
 * @throws with the code of the alert, when the other side refuses; with that of Node.js, when the caller does
 */
export async function converse(call: Call, request: Buffer = apiVersions): Promise<Answer> {
  const socket = open(call);
  try {
    const bytes = await firstBytes(socket, request);
    return { bytes, ...(call.ca !== undefined && { protocol: (socket as TLSSocket).getProtocol() ?? "" }) };
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

const firstBytes = (socket: Socket, request: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    socket.setTimeout(patience, () => reject(new Error(`nothing happened within ${patience / 1000} s`)));
    socket.on("error", reject);
    socket.on("close", () => reject(Object.assign(new Error("closed without an answer"), { code: "CLOSED" })));
    socket.on("data", resolve);
    socket.once("connect", () => socket.write(request));
  });

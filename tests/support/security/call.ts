import type { SecureVersion } from "node:tls";

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
  /** What is said, byte by byte. */
  readonly request: readonly number[];
  /** The file of the network namespace from which the call is made. @default this machine's own */
  readonly from?: string;
}

/** What came of a call that was not refused. */
export interface Answer {
  /** The version of TLS. @default the call was not encrypted */
  readonly protocol?: string;
  /** The first that was said; empty where the other side hung up in good order without a word. */
  readonly bytes: Buffer;
}

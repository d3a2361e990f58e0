import { isIP } from "node:net";
import type { PeerCertificate, TLSSocket } from "node:tls";
import type * as kafka from "@platformatic/kafka";
import { splitHostPort } from "../../lib/naming";
import type { TlsIdentity } from "./tls-identity";

/** The name by which the gates are known in brokers' logs. */
export const clientId = "kafka-platform";

// A server of the same authority under another name is not the one that was asked for.
const tlsOptions = ({ ca, cert, key }: TlsIdentity) =>
  ({ ca, cert, key, minVersion: "TLSv1.2", rejectUnauthorized: true }) as const;

/** How every client of Kafka in the gates is set up: who it is, whom it believes, how long it waits. */
export const clientOptions = (identity: TlsIdentity) => ({
  tls: tlsOptions(identity),
  ...(identity.serverName !== undefined && { tlsServerName: identity.serverName }),
  connectTimeout: 3_000,
  requestTimeout: 5_000,
});

/**
 * Opens a connection to one broker, proves both sides by their certificates, and closes it when the work is done.
 *
 * @param address host and port
 * @param requestTimeout milliseconds that one request may take
 */
export async function withBroker<T>(
  address: string,
  identity: TlsIdentity,
  work: (connection: kafka.Connection) => Promise<T>,
  requestTimeout?: number,
): Promise<T> {
  // Loaded where it is needed, since most previews have no use for it.
  const { Connection } = await import("@platformatic/kafka");
  const { host, port } = splitHostPort(address);
  const connection = new Connection(clientId, {
    // TLS asks for a host by its name only; an address is held against the certificate all the same.
    ...(isIP(host) === 0 && { tlsServerName: host }),
    ...clientOptions(identity),
    ...(requestTimeout !== undefined && { requestTimeout }),
  });
  // Without a listener, a connection that breaks later would end the program.
  connection.on("error", () => {});
  try {
    await connection.connect(host, port);
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** Where to ask, and as whom. */
export interface AskedBrokers {
  /** The brokers' addresses as seen from here. */
  readonly bootstrap: readonly string[];
  /** The administrator's identity. */
  readonly identity: TlsIdentity;
}

/** Does work as the administrator. */
export async function asAdministrator<T>(
  { bootstrap, identity }: AskedBrokers,
  work: (admin: kafka.Admin) => Promise<T>,
): Promise<T> {
  // Loaded where it is needed, since most previews have no use for it.
  const { Admin } = await import("@platformatic/kafka");
  const admin = new Admin({ ...clientOptions(identity), clientId, bootstrapBrokers: [...bootstrap], retries: 3 });
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}

/** The certificate that a broker serves; times are as ISO 8601 has them. */
export interface ServedCertificate {
  readonly notBefore: string;
  readonly notAfter: string;
  /** The common name of who issued it. */
  readonly issuer: string;
}

/** The certificate that the broker serves at the other end. */
export function servedCertificate(connection: kafka.Connection): ServedCertificate {
  const certificate: Partial<PeerCertificate> = (connection.socket as TLSSocket).getPeerCertificate();
  const time = (text: string | undefined): string => new Date(text ?? Number.NaN).toISOString();
  return {
    notBefore: time(certificate.valid_from),
    notAfter: time(certificate.valid_to),
    issuer: [certificate.issuer?.CN ?? ""].flat().join(", "),
  };
}

/** An answer of which some parts are errors: the client throws it, and it still says which ones. */
export async function withPartialErrors<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const { response } = error as { response?: T };
    if (response === undefined) {
      throw error;
    }
    return response;
  }
}

/** What failed, at the bottom of what the client says about it; one line, with the server's own words if it has any. */
export function rootMessage(error: unknown): string {
  const { cause, errors, message, serverErrorMessage } = error as AggregateError & { serverErrorMessage?: string };
  const deeper = cause instanceof Error ? cause : errors?.[0];
  return deeper instanceof Error
    ? rootMessage(deeper)
    : ((serverErrorMessage || message).split("\n")[0] ?? "").replace(/\.$/, "");
}

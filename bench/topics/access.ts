import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bootstrap } from "../../tests/support/kafka-clients";

/** How tools get into the cluster: all by the same administrator's certificate. */
export interface Access {
  /** Host and port of each broker. */
  readonly addresses: readonly string[];
  /** PEM files. */
  readonly files: {
    readonly ca: string;
    readonly cert: string;
    readonly key: string;
    /** Key and certificate. */
    readonly combined: string;
  };
}

/** Writes the files that tools read, for this user only. @param dir a folder that goes when they are done */
export function accessFiles(dir: string, { addresses, tls: { ca, cert, key } }: Bootstrap): Access {
  const write = (name: string, content: string) => {
    const file = join(dir, name);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  };
  const files = {
    ca: write("ca.pem", ca),
    cert: write("cert.pem", cert),
    key: write("key.pem", key),
    combined: write("combined.pem", `${key}\n${cert}`),
  };
  return { addresses, files };
}

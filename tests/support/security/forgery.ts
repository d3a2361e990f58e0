/** Certificates that a test makes itself, by openssl. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../local/support/run";
import type { KeyPair } from "./call";

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "kafka-platform-security-"));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** An authority that nobody knows. @param subject as openssl writes it: `/O=kafka/CN=kafka-ca-1` */
export const newAuthority = (subject: string): Promise<KeyPair> =>
  inFolder(async (dir) => {
    const [cert, key] = [join(dir, "cert.pem"), join(dir, "key.pem")];
    await run("openssl", ["req", "-x509", ...newKey, "-keyout", key, "-out", cert, "-days", "1", "-subj", subject]);
    return { cert: await readFile(cert, "utf8"), key: await readFile(key, "utf8") };
  });

/** A certificate for a caller. @param subject as openssl writes it: `/O=kafka/CN=somebody` */
export const newLeaf = (authority: KeyPair, subject: string): Promise<KeyPair> =>
  inFolder(async (dir) => {
    const file = (name: string) => join(dir, name);
    await writeFile(file("ca.pem"), authority.cert);
    await writeFile(file("ca.key"), authority.key, { mode: 0o600 });
    await run("openssl", ["req", ...newKey, "-keyout", file("key.pem"), "-out", file("csr.pem"), "-subj", subject]);
    const issuer = ["-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial"];
    await run("openssl", ["x509", "-req", "-in", file("csr.pem"), ...issuer, "-out", file("cert.pem"), "-days", "1"]);
    return { cert: await readFile(file("cert.pem"), "utf8"), key: await readFile(file("key.pem"), "utf8") };
  });

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A key and a certificate that is its own authority.
 *
 * @param names as openssl writes them: `DNS:a.example,IP:10.0.0.1`
 * @param known the key, for another certificate of the same authority @default a new one
 */
export function selfSigned(names: string, known?: string): { readonly cert: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), "self-signed-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key];
  const subject = ["-subj", "/CN=kafka", "-addext", `subjectAltName=${names}`];
  try {
    if (known !== undefined) {
      writeFileSync(key, known);
    }
    const by = known === undefined ? newKey : ["-key", key];
    execFileSync("openssl", ["req", "-x509", ...by, "-out", cert, "-days", "1", ...subject], { stdio: "ignore" });
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

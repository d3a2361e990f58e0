/** What a secret leaves behind where it was written, as it is or encoded. */

/** The characters at the edge of an encoded text that what stands beside it decides, too. */
const edge = 4;

// An encoded text looks different by where in its triples of bytes it begins.
const encoded = (text: string): readonly string[] =>
  [0, 1, 2].map((shift) =>
    Buffer.from("~".repeat(shift) + text)
      .toString("base64")
      .slice(edge, -edge),
  );

/**
 * The texts by which a secret shows: itself, and what is left of it in anything that is encoded by base64, once or
 * twice, with whatever before and behind it.
 *
 * @param secret at least 24 characters, so that no chance gives the same
 */
export function traces(secret: string): readonly string[] {
  if (secret.length < 24) {
    throw new Error("a short secret would be found everywhere");
  }
  const once = encoded(secret);
  return [secret, ...once, ...once.flatMap(encoded)];
}

/**
 * The part of a private key that nobody else has, in one line of the PEM: a key of P-256 in PKCS#8 begins with 36 bytes
 * that are the same in all of them, and ends with the public key.
 */
export function secretOfKey(pem: string): string {
  const [, , second = ""] = pem.trim().split("\n");
  return second.slice(0, 27);
}

/** The names of the secrets that a text shows. @param secrets by their names */
export const shown = (text: string, secrets: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(secrets)
    .filter(([, secret]) => traces(secret).some((trace) => text.includes(trace)))
    .map(([name]) => name);

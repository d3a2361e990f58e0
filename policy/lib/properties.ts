/**
 * Reads a Java properties file as `java.util.Properties` and Kafka do: the last of several lines for a key counts, and
 * the spaces around a value do not.
 */
export function parseProperties(text: string): ReadonlyMap<string, string> {
  // Java takes each byte for a character.
  const lines = logicalLines(Buffer.from(text, "utf8").toString("latin1"));
  return new Map(
    lines.map((line) => {
      const [, key = "", value = ""] = /^((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/s.exec(line) ?? [];
      return [unescaped(key), unescaped(value).trim()] as const;
    }),
  );
}

// A line ends in an odd number of backslashes where the next one continues it.
const continues = /(^|[^\\])(\\\\)*\\$/;

function logicalLines(text: string): readonly string[] {
  const lines: string[] = [];
  let begun: string | undefined;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, "");
    if (begun === undefined && /^([#!]|$)/.test(line)) {
      continue;
    }
    const whole = `${begun ?? ""}${line}`;
    begun = continues.test(line) ? whole.slice(0, -1) : undefined;
    if (begun === undefined) {
      lines.push(whole);
    }
  }
  return begun === undefined ? lines : [...lines, begun];
}

const named: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };

const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.?))/gs, (_, code: string | undefined, character: string) =>
    code === undefined ? (named[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );

/** What a Java properties file can hold. */
export type PropertyValue = string | number | boolean;

/**
 * Writes a Java properties file as `java.util.Properties` reads it. The keys are sorted, so that the same properties
 * are always the same text: a broker restarts for a change of this text, and only for that.
 */
export function renderProperties(properties: Readonly<Record<string, PropertyValue>>): string {
  return Object.entries(properties)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${escapeKey(key)}=${escapeValue(String(value))}\n`)
    .join("");
}

const escapeKey = (key: string): string => escapeControls(key).replace(/[ :=#!]/g, "\\$&");

// A value begins at its first character that is no space, so only a leading one has to be escaped.
const escapeValue = (value: string): string => escapeControls(value).replace(/^ /, "\\ ");

const named: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f" };

// Everything outside printable ASCII is escaped too: the file means the same whatever encoding it is read in.
const escapeControls = (text: string): string =>
  text.replace(
    /[\\]|[^\x20-\x7e]/g,
    (character) => named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

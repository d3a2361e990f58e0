const shown = 3;

/** The first few of many names, as one text. */
export const sample = (names: readonly string[]): string =>
  names.slice(0, shown).join(", ") + (names.length > shown ? ", …" : "");

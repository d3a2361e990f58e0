/** The word that takes the fewest typing mistakes to become another, if three are enough. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, mistakes: distance(word, candidate) }))
    .filter(({ mistakes }) => mistakes <= 3)
    .sort((a, b) => a.mistakes - b.mistakes);
  return best?.candidate;
}

// Levenshtein's: letters that are put in, left out or exchanged, counted row by row.
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const above = row;
    row = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const exchanged = (above[j] ?? 0) + (letter === other ? 0 : 1);
      row.push(Math.min(exchanged, (above[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1));
    }
  }
  return row[to.length] ?? 0;
}

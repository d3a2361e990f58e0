const started = Date.now();
const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * Does one named step of a long command and says so: its title when it begins, its time when it ends, and a sign of
 * life every 30 seconds in between.
 */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const begin = Date.now();
  const life = setInterval(() => console.error(`  … ${title}: ${seconds(begin)}`), 30_000);
  console.error(`• ${title}`);
  try {
    const result = await work();
    console.error(`  ✓ ${title} (${seconds(begin)})`);
    return result;
  } finally {
    clearInterval(life);
  }
}

/** The time since this command began. */
export const elapsed = (): string => seconds(started);

/** How many operations Terraform has under way at once unless it is told. */
export const byDefault = 10;

/** What Terraform is tried with. */
export const parallelisms = [byDefault, 64, 200] as const;

/** What Terraform is called with a parallelism. */
export const terraformName = (parallelism: number): string => `terraform, parallelism ${parallelism}`;

/** Seconds by tool, with Terraform's at its default and at its best in the place of those by its parallelism. */
export function withBest(seconds: Readonly<Record<string, number>>) {
  const of = (parallelism: number) => seconds[terraformName(parallelism)] ?? Number.NaN;
  const [best = byDefault] = [...parallelisms].sort((a, b) => of(a) - of(b));
  const names = parallelisms.map(terraformName);
  const others = Object.entries(seconds).filter(([name]) => !names.includes(name));
  return {
    best,
    seconds: { ...Object.fromEntries(others), terraformDefault: of(byDefault), terraformBest: of(best) },
  };
}

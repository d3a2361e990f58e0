import { checkApplications } from "../../catalog/application-rules";
import { standard } from "../../catalog/profiles";
import { checkTopics, type Topic } from "../../catalog/topic";
import type { Mistake } from "../../lib/mistakes";

/** What nobody can read from the cluster, and a person says. */
export interface Said {
  readonly owner: string;
  readonly purpose: string;
  /** Who may see the records of topics. */
  readonly classification: Topic["classification"];
  /** What a lost record of topics would mean. */
  readonly class: Topic["class"];
  /** Where applications run. */
  readonly namespace: string;
}

/** As a command is told it. */
export type Texts = Readonly<Record<keyof Said, string | undefined>>;

const needed = {
  topics: ["owner", "purpose", "classification", "class"],
  applications: ["owner", "purpose", "namespace"],
} as const;

/**
 * Reads what a person says, by the catalog's own rules.
 *
 * @param kinds what it is needed for
 */
export function saidBy(
  texts: Texts,
  kinds: readonly (keyof typeof needed)[],
): { readonly said: Said } | { readonly mistakes: readonly Mistake[] } {
  const { class: itsClass = "standard", ...rest } = texts;
  const said = { ...rest, class: itsClass } as Said;
  const name = "any";
  const found = {
    topics: () => checkTopics({ [name]: { ...standard({ ...said, partitions: 1 }), class: itsClass } }),
    applications: () => checkApplications({ [name]: said }, {}),
  };
  const mistakes = kinds.flatMap((kind) =>
    needed[kind].flatMap((field) =>
      found[kind]()
        .filter(({ path }) => path === `catalog/${kind}.ts: ${kind}["${name}"].${field}`)
        .map((mistake) => ({ ...mistake, path: `--${field}` })),
    ),
  );
  const unique = new Map(mistakes.map((mistake) => [mistake.path, mistake]));
  return unique.size === 0 ? { said } : { mistakes: [...unique.values()] };
}

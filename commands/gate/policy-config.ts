import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Mistake } from "../../lib/mistakes";
import { nearest } from "../../lib/nearest";
import type { Rule } from "../../policy/lib/rule";
import { repository } from "../target";

/** The file by which policies are configured for a stack. @returns nothing where there is none, and all defaults hold */
export function policyConfigOf(stack: string): string | undefined {
  const file = join(repository, "policy", "environments", `${stack.split("/").at(-1)}.json`);
  return existsSync(file) ? file : undefined;
}

/**
 * What Pulumi does not say of a file of policies' configuration, or not so that anybody would understand it: it would
 * let a policy that is written wrong, or switched off, pass in silence. Types of values are Pulumi's to judge.
 */
export function mistakesIn(file: string, rules: readonly Rule[]): readonly Mistake[] {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const found = (error as Error).message;
    return [{ path: file, rule: "must be a file of JSON", found, remedy: "Write {} where all defaults hold" }];
  }
  if (typeof read !== "object" || read === null || Array.isArray(read)) {
    const remedy = "Write {} where all defaults hold";
    return [{ path: file, rule: "must be a map of policies", found: read, remedy }];
  }
  return Object.entries(read).flatMap(([name, values]) => mistakesOf(`${file}: ${name}`, name, values, rules));
}

function mistakesOf(path: string, name: string, values: unknown, rules: readonly Rule[]): Mistake[] {
  const rule = rules.find((one) => one.name === name);
  if (rule === undefined) {
    const near = nearest(
      name,
      rules.map((one) => one.name),
    );
    const remedy = near === undefined ? "Take the name from docs/policies.md" : `Write ${near}, if that is meant`;
    return [{ path, rule: "must be the name of a policy", found: name, remedy }];
  }
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    const remedy = `Write a map, with "enforcementLevel": "mandatory" in it`;
    return [{ path, rule: "must be a map of settings", found: values, remedy }];
  }
  const { enforcementLevel, ...settings } = values as Readonly<Record<string, unknown>>;
  const level: Mistake[] =
    enforcementLevel === "mandatory"
      ? []
      : [
          {
            path: `${path}.enforcementLevel`,
            rule: 'must be "mandatory": a policy that does not stop anything is none',
            found: enforcementLevel,
            remedy: "Write it so; what has to be excused for a while goes into policy/exemptions.json",
          },
        ];
  const unknown = Object.keys(settings)
    .filter((key) => !Object.hasOwn(rule.settings, key))
    .map((key) => ({
      path: `${path}.${key}`,
      rule: "is not a setting of this policy",
      found: settings[key],
      remedy: `Remove it, or use one of ${Object.keys(rule.settings).join(", ") || "none, for it has none"}`,
    }));
  const wrong = rule
    .mistakesIn(settings)
    .map(({ setting, ...mistake }) => ({ ...mistake, path: `${path}.${setting}` }));
  return [...level, ...unknown, ...wrong];
}

import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type Catalog, checkCatalog } from "../catalog/catalog";
import { checkSources } from "../catalog/sources";
import { type Mistake, reportMistakes } from "../lib/mistakes";
import { refusal } from "../lib/refusal";
import { ruled, validate } from "../lib/validation";
import { certificates } from "./certificates";
import { crossSectionRules } from "./cross-section";
import { external } from "./external";
import { kafka } from "./kafka";
import { type KnownSettings, knownSettings } from "./known";
import { kraft } from "./kraft";
import { kubernetes } from "./kubernetes";
import { storage } from "./storage";
import { topics } from "./topics";
import { zones } from "./zones";
import { zookeeper } from "./zookeeper";

const sections = {
  kubernetes: kubernetes.prefault({}),
  kafka: kafka.prefault({} as never),
  kraft: kraft.optional(),
  zookeeper: zookeeper.optional(),
  certificates: certificates.prefault({}),
  storage: storage.prefault({} as never),
  external: external.prefault({}),
  zones: zones.optional(),
  topics: topics.prefault({}),
};

const schema = ruled(z.strictObject(sections), ...crossSectionRules);

/** A stack's settings: one member for each `kafka-platform:*` key of its file, defaults filled in. */
export type Settings = z.output<typeof schema>;

/** Compares what is right in settings with mistakes with what is there. @returns what to add to the report, if anything */
export type Compare = (known: KnownSettings) => Promise<string | undefined>;

/**
 * Reads and judges everything that people write: the stack's settings and the catalog.
 *
 * @throws {pulumi.RunError} with every mistake in them, before any resource is registered
 */
export async function loadSettings(catalog: Catalog, compare: Compare): Promise<Settings> {
  const raw = rawSettings(pulumi.runtime.allConfig(), pulumi.getProject());
  const result = parseSettings(raw, catalog);
  if ("settings" in result) {
    return result.settings;
  }
  const where = `the settings of stack ${pulumi.getStack()} or the catalog`;
  throw refusal(await fullReport(reportMistakes(where, result.mistakes), raw, compare));
}

/**
 * A report of mistakes with what else is known to stand in the way.
 *
 * @param report the mistakes in the settings and the catalog
 * @param raw the settings as the stack's file has them, without the project's prefix
 */
export async function fullReport(
  report: string,
  raw: Readonly<Record<string, unknown>>,
  compare: Compare,
): Promise<string> {
  const known = knownSettings(withoutEmpty(raw));
  const more =
    known === undefined
      ? "Whether the cluster could take the rest is not known: kafka-platform:kubernetes does not say which one it is."
      : await compare(known);
  return more === undefined ? report : `${report}\n${more}`;
}

/** The pure part of {@link loadSettings}: settings as the stack's file has them, without the project's prefix. */
export function parseSettings(
  raw: Readonly<Record<string, unknown>>,
  catalog: Catalog,
): { readonly settings: Settings } | { readonly mistakes: readonly Mistake[] } {
  const parsed = validate(schema, withoutEmpty(raw), "kafka-platform:");
  const mistakes = [
    ...("mistakes" in parsed ? parsed.mistakes : []),
    ...checkCatalog(catalog),
    ...inPlatformsNamespace(catalog, raw),
    ...checkSources(),
  ];
  return mistakes.length === 0 && "value" in parsed ? { settings: parsed.value } : { mistakes };
}

const placed = z.object({ kubernetes });

/** What would put an application's credentials among the platform's own. */
function inPlatformsNamespace({ applications }: Catalog, raw: Readonly<Record<string, unknown>>): Mistake[] {
  const platforms = placed.safeParse({ kubernetes: raw.kubernetes ?? {} }).data?.kubernetes.namespace;
  return Object.entries(applications).flatMap(([name, application]) =>
    application?.namespace === platforms && platforms !== undefined
      ? [
          {
            path: `catalog/applications.ts: applications[${JSON.stringify(name)}].namespace`,
            rule: "must be no namespace of the platform's: what is in it would come and go with the platform",
            found: platforms,
            remedy: "Name the namespace that the application's own stack makes",
          },
        ]
      : [],
  );
}

// A section that a stack leaves out comes as an empty one, which is Pulumi.yaml's default for all of them.
const withoutEmpty = (raw: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(raw).filter(([name, section]) => !(name in sections) || JSON.stringify(section) !== "{}"),
  );

/** The project's own part of Pulumi's configuration, which comes as one text for each key. */
export function rawSettings(config: Readonly<Record<string, string>>, project: string): Record<string, unknown> {
  const prefix = `${project}:`;
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => [key.slice(prefix.length), parseJson(text)]),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a plain text, which the schema will refuse where it wants a section
  }
}

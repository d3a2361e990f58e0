import type {
  PolicyConfigSchema,
  PolicyResourceOptions,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { RunError } from "@pulumi/pulumi";
import { type PlainMap, plain } from "./plain";

type Schema = PolicyConfigSchema["properties"][string];

/** What is wrong with a value that somebody has configured. */
export interface WrongSetting {
  /** The setting's name. */
  readonly setting: string;
  /** What holds for a right value, as `must be a regular expression`. */
  readonly rule: string;
  readonly found: unknown;
  /** What to do, as a sentence without its full stop. */
  readonly remedy: string;
}

/** What a rule says to people. */
export interface Words {
  /** By what it is called in reports, in configuration and in exemptions: small letters, beginning with its subject. */
  readonly name: string;
  /** What has to hold, as a sentence. */
  readonly must: string;
  /** Why, as sentences. */
  readonly why: string;
  /** What to do about a breach, as sentences. */
  readonly fix: string;
  /** Whether nothing excuses a breach, no exemption either: records would be lost. @default false */
  readonly absolute?: boolean;
}

/** A value by which environments differ. */
export interface Setting<T> {
  readonly schema: Schema & { readonly description: string; readonly default: T };
}

/** A setting with its default. */
export const setting = <T>(value: T, description: string, schema: Schema): Setting<T> => ({
  schema: { ...schema, description, default: value as never } as Setting<T>["schema"],
});

type Settings = Readonly<Record<string, Setting<unknown>>>;
/** The values of settings. */
export type ValuesOf<S> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/** A resource as rules see it. */
export interface Judged {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: PlainMap;
  readonly opts: Pick<PolicyResourceOptions, "protect" | "deleteBeforeReplace" | "ignoreChanges">;
}

/** Those of a type among resources. */
export const ofType = (resources: readonly Judged[], type: string): readonly Judged[] =>
  resources.filter((resource) => resource.type === type);

/** What is wrong, with its resource where it is one of several. */
export interface Breach {
  /** What was found, as the end of a sentence that names the value. */
  readonly found: string;
  readonly urn: string;
}

/** A rule of the organisation's, and the policy by which Pulumi asks for it. */
export interface Rule extends Words {
  readonly settings: Settings;
  /**
   * What is wrong with how somebody has configured it, beyond the types of values, which Pulumi judges.
   *
   * @param configured values by the names of settings; the others have their defaults
   */
  readonly mistakesIn: (configured: object) => readonly WrongSetting[];
  readonly policy: ResourceValidationPolicy | StackValidationPolicy;
}

interface RuleArgs<S extends Settings> extends Words {
  /** By what environments differ. @default nothing */
  readonly settings?: S;
  /** What is wrong with values that have the right types. @default nothing */
  readonly check?: (values: ValuesOf<S>) => readonly WrongSetting[];
}

/** A rule about each resource alone, judged before it is made. */
export interface ResourceRuleArgs<S extends Settings> extends RuleArgs<S> {
  /** The types that it is about: one by its token, or all that a pattern matches. */
  readonly of: string | RegExp;
  /** @returns what was found of each breach */
  readonly judge: (resource: Judged, settings: ValuesOf<S>) => readonly string[];
}

/** A rule about resources beside each other, judged when all are known. */
export interface StackRuleArgs<S extends Settings> extends RuleArgs<S> {
  readonly judge: (resources: readonly Judged[], settings: ValuesOf<S>) => readonly Breach[];
}

/** Where people read more about a rule. */
const page = "docs/policies.md";

/** What a breach of a rule is reported by, below what must hold: Pulumi shows that as the policy's description. */
const message = ({ name, why, fix }: Words, found: readonly string[]): string =>
  `Found: ${found.join("; ")}. ${why} ${fix} (${page}#${name})`;

/** A rule about resources of some types, each alone. */
export function resourceRule<S extends Settings = Record<never, never>>(args: ResourceRuleArgs<S>): Rule {
  const { of, judge, settings = {} as S } = args;
  const validateResource: ResourceValidationPolicy["validateResource"] = (resource, report) => {
    if (typeof of === "string" ? resource.type !== of : !of.test(resource.type)) {
      return;
    }
    const found = judge(judged(resource), configuredFor(args, resource.getConfig()));
    if (found.length > 0) {
      report(message(args, found));
    }
  };
  // Pulumi's host reads the resource of no other type then.
  const matched = typeof of === "string" ? Object.assign(validateResource, { __pulumiType: of }) : validateResource;
  return { ...ruleOf(args), policy: { ...policyOf(args, settings), validateResource: matched } };
}

/** A rule about the resources of a stack beside each other. */
export function stackRule<S extends Settings = Record<never, never>>(args: StackRuleArgs<S>): Rule {
  const { judge, settings = {} as S } = args;
  const validateStack: StackValidationPolicy["validateStack"] = (stack, report) => {
    const breaches = judge(stack.resources.map(judged), configuredFor(args, stack.getConfig()));
    for (const urn of new Set(breaches.map((breach) => breach.urn))) {
      const found = breaches.filter((breach) => breach.urn === urn).map((breach) => breach.found);
      report(message(args, found), urn);
    }
  };
  return { ...ruleOf(args), policy: { ...policyOf(args, settings), validateStack } };
}

const ruleOf = <S extends Settings>(args: RuleArgs<S>): Omit<Rule, "policy"> => {
  const { settings = {} as S, check = () => [] } = args;
  return { ...args, settings, mistakesIn: (configured) => check(valuesOf(settings, configured)) };
};

/**
 * The values of a rule's settings.
 *
 * @throws {RunError} with every mistake in them: a rule that nobody can follow is not left out in silence
 */
function configuredFor<S extends Settings>({ name, settings = {} as S, check }: RuleArgs<S>, configured: object) {
  const values = valuesOf(settings, configured);
  const wrong = check?.(values) ?? [];
  if (wrong.length > 0) {
    const lines = wrong.map(
      ({ setting: key, rule, found, remedy }) =>
        `  ${name}.${key} ${rule}, but is ${JSON.stringify(found)}. ${remedy}.`,
    );
    throw new RunError(`The policies' configuration has mistakes, so nothing was judged:\n${lines.join("\n")}`);
  }
  return values;
}

/** That of two bounds, the lower one is not above the other. */
export const inOrder = (
  [lower, least]: readonly [name: string, value: number],
  [upper, most]: readonly [name: string, value: number],
): readonly WrongSetting[] =>
  least <= most
    ? []
    : [
        {
          setting: lower,
          rule: `must be at most what ${upper} is: nothing is within the bounds otherwise`,
          found: least,
          remedy: `Lower it, or raise ${upper}`,
        },
      ];

// Many rules read the same resources, and each of them few of a stack's.
const read = new WeakMap<object, PlainMap>();

function judged({ type, name, urn, props, opts }: Omit<Judged, "props"> & { props: object }): Judged {
  return {
    ...{ type, name, urn, opts },
    get props() {
      if (typeof props !== "object" || props === null) {
        return {};
      }
      const known = read.get(props) ?? plain(props as Record<string, unknown>);
      read.set(props, known);
      return known;
    },
  };
}

const valuesOf = <S extends Settings>(settings: S, configured: object): ValuesOf<S> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, { schema }]) => [
      name,
      (configured as Record<string, unknown>)[name] ?? schema.default,
    ]),
  ) as ValuesOf<S>;

const policyOf = ({ name, must, fix }: Words, settings: Settings) => ({
  name,
  description: must,
  enforcementLevel: "mandatory" as const,
  remediationSteps: fix,
  url: `${page}#${name}`,
  ...(Object.keys(settings).length > 0 && {
    configSchema: {
      properties: Object.fromEntries(Object.entries(settings).map(([key, { schema }]) => [key, schema])),
    },
  }),
});

import assert from "node:assert/strict";
import type { Rule } from "../../policy/lib/rule";
import type { Registration } from "../components/mocks";
import { type Judging, judge } from "./judge";
import { judgingOf, platforms } from "./worlds";

/** What is done to a resource. */
export type Change = (resource: Registration) => Registration;

/** One change that breaks a rule. */
export interface Mutant {
  readonly title: string;
  /** Makes the mutant; undefined takes the resource away. */
  readonly change: (resource: Registration) => Registration | undefined;
  /** What follows from it in each of the other resources. @default nothing */
  readonly follows?: Change;
  /** Whether the mutant stands beside what it was made from, which stays as it is. @default false */
  readonly isBeside?: boolean;
  /** What else it adds to the platform. @default nothing */
  readonly adds?: readonly Registration[];
  /** The type and the name of what it changes. @default those of all mutants */
  readonly resource?: Resource;
  /** The resource that reports it. @default that of all mutants */
  readonly reports?: Resource;
  /** Other rules that it breaks as well. @default none */
  readonly also?: readonly string[];
}

type Resource = readonly [type: string, name: string];

/** What to change, and how. */
export interface MutationArgs {
  /** The platform whose resource is changed. @default dev */
  readonly platform?: keyof typeof platforms;
  /** The type and the name of what is changed. */
  readonly resource: Resource;
  readonly mutants: readonly Mutant[];
  /** The configuration of policies, besides that of the platform's environment. @default none */
  readonly config?: Judging["config"];
  /** Resources that the platform has not. @default none */
  readonly beside?: readonly Registration[];
  /** The resource that reports it. @default the one that is changed */
  readonly reports?: Resource;
}

const leastMutants = 20;

/** The steps of a path as `spec.containers.0.image`; a step with a dot in it stands in brackets, as `config[a.b]`. */
const stepsOf = (path: string): readonly string[] =>
  [...path.matchAll(/\[([^\]]+)\]|[^.[\]]+/g)].map(([all, inner]) => inner ?? all);

/** A value with another one at a path; undefined takes away what is there. */
export function withAt(value: unknown, steps: readonly string[], to: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return to;
  }
  if (Array.isArray(value)) {
    return value.map((part, index) => (index === Number(step) ? withAt(part, rest, to) : part));
  }
  assert.ok(typeof value === "object" && value !== null, `nothing can be at ${step}`);
  const { [step]: before, ...others } = value as Record<string, unknown>;
  const after = withAt(before, rest, to);
  return after === undefined ? others : { ...others, [step]: after };
}

/** Changes an input of a resource. */
export const setting =
  (path: string, to: unknown): Change =>
  (resource) =>
    given(resource, withAt(resource.inputs, stepsOf(path), to));

/** A resource with other inputs; a component tells in the end what it was given. */
export const given = (resource: Registration, inputs: unknown): Registration => ({
  ...resource,
  inputs,
  ...(resource.outputs && { outputs: inputs as object }),
});

/** Changes an option of a resource. */
export const option =
  (options: Partial<Registration>): Change =>
  (resource) => ({ ...resource, ...options });

/** A resource as a program registers it. @param options what else it says of it */
export const resourceOf = (
  type: string,
  name: string,
  inputs: object,
  options: Partial<Registration> = {},
): Registration => ({
  ...{
    type,
    name,
    inputs,
    outputs: inputs,
    protect: false,
    retainOnDelete: false,
    dependencies: [],
    deletedWith: undefined,
  },
  ...{ parent: undefined, provider: undefined, beforeCreate: [], beforeUpdate: [], beforeDelete: [] },
  ...{ ignoreChanges: [], replaceOnChanges: [], deleteBeforeReplace: false, additionalSecretOutputs: [] },
  ...options,
});

/** Several changes of one resource, as one. */
export const all =
  (...changes: readonly Change[]): Change =>
  (resource) =>
    changes.reduce((changed, change) => change(changed), resource);

/** The resource as it is. */
export const unchanged: Change = (resource) => resource;

/** The resource taken away. */
export const removed = (): undefined => undefined;

/** A mutant that stands in a list of Kubernetes. */
export const inList = (mutant: Mutant): Mutant => ({
  ...mutant,
  title: `in a list, ${mutant.title}`,
  change: (resource) => {
    const made = mutant.change(resource);
    return made && { ...made, type: `${made.type}List`, inputs: { items: [made.inputs] } };
  },
});

const shown = (value: unknown): string => (value === undefined ? "absent" : JSON.stringify(value));

/** Mutants that have another value each at a path of the inputs; undefined takes away what is there. */
export const values = (path: string, ...list: readonly unknown[]): readonly Mutant[] =>
  list.map((value) => ({ title: `${path} is ${shown(value)}`, change: setting(path, value) }));

const worlds = new Map<string, Promise<readonly Registration[]>>();

/** A platform, registered once. */
export function worldOf(platform: keyof typeof platforms): Promise<readonly Registration[]> {
  const world = worlds.get(platform) ?? (platforms[platform] as () => Promise<readonly Registration[]>)();
  worlds.set(platform, world);
  return world;
}

const isThe =
  ([type, name]: Resource) =>
  (resource: Registration): boolean =>
    resource.type === type && resource.name === name;

const settingsBeside = (
  own: NonNullable<Judging["config"]>,
  more: NonNullable<Judging["config"]> = {},
): NonNullable<Judging["config"]> => {
  const names = Object.keys({ ...own, ...more });
  return Object.fromEntries(names.map((name) => [name, { ...own[name], ...more[name] }]));
};

/** Tests that each single mutant is caught by the rule with exactly one message, and by no other rule. */
export function catches(rule: Rule, args: MutationArgs): void {
  const { mutants } = args;
  it(`has ${leastMutants} mutants or more, all of them different`, () => {
    assert.ok(new Set(mutants.map(({ title }) => title)).size >= leastMutants, `it has ${mutants.length}`);
    assert.equal(new Set(mutants.map(({ title }) => title)).size, mutants.length);
  });
  for (const mutant of mutants) {
    it(`refuses it where ${mutant.title}`, async () => {
      const { violations, made } = await judgedWith(rule, mutant, args);
      const { also = [], resource = args.resource, reports = args.reports } = mutant;
      const ours = violations.filter(({ policy }) => policy === rule.name);
      const others = violations.filter(
        ({ policy, level }) => policy !== rule.name && level === "mandatory" && !also.includes(policy),
      );
      assert.deepEqual(others, []);
      assert.deepEqual(
        ours.map(({ resource: of }) => of),
        [(reports ?? (made ? [made.type, made.name] : resource)).join("::")],
        JSON.stringify(ours),
      );
      assert.match(ours[0]?.message ?? "", /^Found: .+\. .+ \(docs\/policies\.md#/);
    });
  }
}

/** Tests that a rule says nothing of a platform with these changes of a resource. */
export function takes(rule: Rule, args: MutationArgs): void {
  for (const mutant of args.mutants) {
    it(`takes it where ${mutant.title}`, async () => {
      const { violations } = await judgedWith(rule, mutant, args);
      assert.deepEqual(
        violations.filter(({ policy }) => policy === rule.name),
        [],
      );
    });
  }
}

/** What the pack says of a platform with a mutant, and the mutant. */
async function judgedWith(rule: Rule, mutant: Mutant, args: MutationArgs) {
  const { change, follows = unchanged, isBeside = false, adds = [], resource = args.resource } = mutant;
  const { platform = "dev", beside = [] } = args;
  const world = [...(await worldOf(platform)), ...beside];
  const [original, ...more] = world.filter(isThe(resource));
  assert.ok(original !== undefined && more.length === 0, `there is not one of ${resource.join("::")}`);
  const made = change(original);
  const inPlace = [...(isBeside ? [original] : []), ...(made ? [made] : [])];
  const changed = [...world.flatMap((one) => (one === original ? inPlace : [follows(one)])), ...adds];
  const judging = judgingOf(platform);
  const violations = await judge(changed, {
    ...judging,
    // What is excused of the platform as it is excuses no mutant.
    exemptions: judging.exemptions.filter(({ policy }) => policy !== rule.name),
    config: settingsBeside(judging.config, args.config),
    changed: [...(made ? [made] : []), ...adds],
  });
  return { violations, made };
}

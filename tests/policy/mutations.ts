import assert from "node:assert/strict";
import type { Rule } from "../../policy/lib/rule";
import type { Registration } from "../components/mocks";
import { type Judging, judge } from "./judge";
import { platforms } from "./worlds";

/** One change that breaks a rule. */
export interface Mutant {
  readonly title: string;
  readonly change: (resource: Registration) => Registration;
  /** The type and the name of what it changes. @default those of all mutants */
  readonly resource?: Resource;
  /** Other rules that it breaks as well. @default none */
  readonly also?: readonly string[];
  /** What it adds to the platform. @default nothing */
  readonly adds?: readonly Registration[];
  /** The resource that reports it. @default that of all mutants */
  readonly reports?: Resource;
}

type Resource = readonly [type: string, name: string];

/** What to change, and how. */
export interface MutationArgs {
  /** The platform whose resource is changed. @default dev */
  readonly platform?: keyof typeof platforms;
  /** The type and the name of what is changed. */
  readonly resource: Resource;
  readonly mutants: readonly Mutant[];
  /** The configuration of policies. @default none */
  readonly config?: Judging["config"];
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
  (path: string, to: unknown) =>
  (resource: Registration): Registration => ({ ...resource, inputs: withAt(resource.inputs, stepsOf(path), to) });

const shown = (value: unknown): string => (value === undefined ? "absent" : JSON.stringify(value));

/** Mutants that have another value each at a path of the inputs; undefined takes away what is there. */
export const values = (path: string, ...list: readonly unknown[]): readonly Mutant[] =>
  list.map((value) => ({ title: `${path} is ${shown(value)}`, change: setting(path, value) }));

/** Several changes of one resource, as one. */
export const all =
  (...changes: readonly Mutant["change"][]): Mutant["change"] =>
  (resource) =>
    changes.reduce((changed, change) => change(changed), resource);

/** The resource as it is. */
export const unchanged: Mutant["change"] = (resource) => resource;

/** The resource taken out: what stands in its place, no rule is about. */
export const removed: Mutant["change"] = (resource) => ({ ...resource, type: "pulumi:pulumi:Stack" });

/** A resource beside those that there are. */
export const resourceOf = (
  type: string,
  name: string,
  inputs: object,
  options: Partial<Registration> = {},
): Registration => ({
  ...{ type, name, inputs, protect: false, retainOnDelete: false, dependencies: [], deletedWith: undefined },
  ...{ parent: undefined, provider: undefined, beforeCreate: [], beforeUpdate: [], beforeDelete: [] },
  ...{ ignoreChanges: [], replaceOnChanges: [], deleteBeforeReplace: false, additionalSecretOutputs: [] },
  ...options,
});

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

/** Tests that each single mutant is caught by the rule with exactly one message, and by no other rule. */
export function catches(rule: Rule, args: MutationArgs): void {
  const { platform = "dev", mutants, config } = args;
  it(`has ${leastMutants} mutants or more, all of them different`, () => {
    assert.ok(new Set(mutants.map(({ title }) => title)).size >= leastMutants, `it has ${mutants.length}`);
    assert.equal(new Set(mutants.map(({ title }) => title)).size, mutants.length);
  });
  for (const mutation of mutants) {
    const { title, change, resource = args.resource, also = [], adds = [], reports = args.reports } = mutation;
    it(`refuses it where ${title}`, async () => {
      const world = await worldOf(platform);
      const original = world.filter(isThe(resource));
      assert.equal(original.length, 1, `there are ${original.length} of ${resource.join("::")}`);
      const mutant = change(original[0] as Registration);
      const changed = [...world.map((one) => (one === original[0] ? mutant : one)), ...adds];
      const violations = await judge(changed, { ...(config && { config }), changed: [mutant, ...adds] });
      const ours = violations.filter(({ policy }) => policy === rule.name);
      const others = violations.filter(({ policy }) => policy !== rule.name && !also.includes(policy));
      assert.deepEqual(others, []);
      assert.deepEqual(
        ours.map(({ resource: of }) => of),
        [(reports ?? resource).join("::")],
        JSON.stringify(ours),
      );
      assert.match(ours[0]?.message ?? "", /^Found: .+\. .+ \(docs\/policies\.md#/);
    });
  }
}

/** Tests that a rule says nothing of a platform with these changes of a resource. */
export function takes(rule: Rule, { platform = "dev", resource, mutants, config }: MutationArgs): void {
  for (const { title, change, resource: own = resource, adds = [] } of mutants) {
    it(`takes it where ${title}`, async () => {
      const world = await worldOf(platform);
      assert.ok(world.some(isThe(own)), `there is no ${own.join("::")}`);
      const changed = [...world.map((one) => (isThe(own)(one) ? change(one) : one)), ...adds];
      const judged = changed.filter((_, index) => world[index] === undefined || isThe(own)(world[index]));
      const violations = await judge(changed, { ...(config && { config }), changed: judged });
      assert.deepEqual(
        violations.filter(({ policy }) => policy === rule.name),
        [],
      );
    });
  }
}

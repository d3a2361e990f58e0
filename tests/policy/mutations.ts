import assert from "node:assert/strict";
import type { Rule } from "../../policy/lib/rule";
import type { Registration } from "../components/mocks";
import { type Judging, judge } from "./judge";
import { configs, platforms } from "./worlds";

/** One change that breaks a rule. */
export interface Mutant {
  readonly title: string;
  readonly change: (resource: Registration) => Registration;
  /** What follows from it in each of the other resources. @default nothing */
  readonly follows?: (resource: Registration) => Registration;
  /** The type and the name of what it changes. @default those of all mutants */
  readonly resource?: Resource;
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
  (path: string, to: unknown) =>
  (resource: Registration): Registration => ({ ...resource, inputs: withAt(resource.inputs, stepsOf(path), to) });

/** Changes an option of a resource. */
export const option =
  (options: Partial<Registration>) =>
  (resource: Registration): Registration => ({ ...resource, ...options });

/** A resource as a program registers it that says nothing more of it. */
export const registration = (type: string, name: string, inputs: object): Registration => ({
  ...{ type, name, inputs, protect: false, retainOnDelete: false, deleteBeforeReplace: false },
  ...{ dependencies: [], beforeCreate: [], beforeUpdate: [], beforeDelete: [], ignoreChanges: [] },
  ...{ replaceOnChanges: [], additionalSecretOutputs: [] },
  ...{ deletedWith: undefined, parent: undefined, provider: undefined },
});

/** A mutant that stands in a list of Kubernetes. */
export const inList = (mutant: Mutant): Mutant => ({
  ...mutant,
  title: `${mutant.title}, in a list`,
  change: (resource) => {
    const { type, inputs, ...others } = mutant.change(resource);
    return { ...others, type: `${type}List`, inputs: { items: [inputs] } };
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

const same = (resource: Registration): Registration => resource;

const configOf = (platform: keyof typeof platforms, more: Judging["config"] = {}): NonNullable<Judging["config"]> => {
  const own = configs[platform] ?? {};
  const names = Object.keys({ ...own, ...more });
  return Object.fromEntries(names.map((name) => [name, { ...own[name], ...more[name] }]));
};

/** Tests that each single mutant is caught by the rule with exactly one message, and by no other rule. */
export function catches(rule: Rule, args: MutationArgs): void {
  const { platform = "dev", mutants, beside = [] } = args;
  const config = configOf(platform, args.config);
  it(`has ${leastMutants} mutants or more, all of them different`, () => {
    assert.ok(new Set(mutants.map(({ title }) => title)).size >= leastMutants, `it has ${mutants.length}`);
    assert.equal(new Set(mutants.map(({ title }) => title)).size, mutants.length);
  });
  for (const { title, change, follows = same, resource = args.resource, also = [] } of mutants) {
    it(`refuses it where ${title}`, async () => {
      const world = [...(await worldOf(platform)), ...beside];
      const original = world.filter(isThe(resource));
      assert.equal(original.length, 1, `there are ${original.length} of ${resource.join("::")}`);
      const mutant = change(original[0] as Registration);
      const changed = world.map((one) => (one === original[0] ? mutant : follows(one)));
      const violations = await judge(changed, { config, changed: [mutant] });
      const ours = violations.filter(({ policy }) => policy === rule.name);
      const others = violations.filter(({ policy }) => policy !== rule.name && !also.includes(policy));
      assert.deepEqual(others, []);
      assert.deepEqual(
        ours.map(({ resource: of }) => of),
        [(args.reports ?? [mutant.type, mutant.name]).join("::")],
        JSON.stringify(ours),
      );
      assert.match(ours[0]?.message ?? "", /^Found: .+\. .+ \(docs\/policies\.md#/);
    });
  }
}

/** Tests that a rule says nothing of a platform with these changes of a resource. */
export function takes(rule: Rule, { platform = "dev", resource, mutants, config, beside = [] }: MutationArgs): void {
  for (const { title, change, follows = same, resource: own = resource } of mutants) {
    it(`takes it where ${title}`, async () => {
      const world = [...(await worldOf(platform)), ...beside];
      const original = world.filter(isThe(own));
      assert.equal(original.length, 1, `there are ${original.length} of ${own.join("::")}`);
      const mutant = change(original[0] as Registration);
      const changed = world.map((one) => (one === original[0] ? mutant : follows(one)));
      const violations = await judge(changed, { config: configOf(platform, config), changed: [mutant] });
      assert.deepEqual(
        violations.filter(({ policy }) => policy === rule.name),
        [],
      );
    });
  }
}

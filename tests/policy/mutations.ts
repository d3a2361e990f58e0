import assert from "node:assert/strict";
import type { Rule } from "../../policy/lib/rule";
import type { Registration } from "../components/mocks";
import { type Judging, judge } from "./judge";
import { platforms } from "./worlds";

/** One change that breaks a rule. */
export interface Mutant {
  readonly title: string;
  /** Makes the mutant; undefined takes the resource away. */
  readonly change: (resource: Registration) => Registration | undefined;
  /** The type and the name of what it changes. @default those of all mutants */
  readonly resource?: Resource;
  /** Whether the mutant stands beside what it was made from, which stays as it is. @default false */
  readonly isBeside?: boolean;
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
  const { mutants, config } = args;
  it(`has ${leastMutants} mutants or more, all of them different`, () => {
    assert.ok(new Set(mutants.map(({ title }) => title)).size >= leastMutants, `it has ${mutants.length}`);
    assert.equal(new Set(mutants.map(({ title }) => title)).size, mutants.length);
  });
  for (const { also = [], ...mutant } of mutants) {
    it(`refuses it where ${mutant.title}`, async () => {
      const { made, changed } = await worldWith(mutant, args);
      const violations = await judge(changed, { ...(config && { config }), changed: made });
      const ours = violations.filter(({ policy }) => policy === rule.name);
      const others = violations.filter(({ policy }) => policy !== rule.name && !also.includes(policy));
      assert.deepEqual(others, []);
      assert.deepEqual(
        ours.map(({ resource: of }) => of),
        [(mutant.reports ?? args.reports ?? [made[0]?.type, made[0]?.name]).join("::")],
        JSON.stringify(ours),
      );
      assert.match(ours[0]?.message ?? "", /^Found: .+\. .+ \(docs\/policies\.md#/);
    });
  }
}

/** Tests that a rule says nothing of a platform with these changes of a resource. */
export function takes(rule: Rule, args: MutationArgs): void {
  const { mutants, config } = args;
  for (const mutant of mutants) {
    it(`takes it where ${mutant.title}`, async () => {
      const { made, changed } = await worldWith(mutant, args);
      const violations = await judge(changed, { ...(config && { config }), changed: made });
      assert.deepEqual(
        violations.filter(({ policy }) => policy === rule.name),
        [],
      );
    });
  }
}

/** A platform with a mutant: what was made, and all that is there then. */
async function worldWith({ change, isBeside = false, ...mutant }: Mutant, { platform = "dev", ...args }: MutationArgs) {
  const world = await worldOf(platform);
  const resource = mutant.resource ?? args.resource;
  const [original, ...more] = world.filter(isThe(resource));
  assert.ok(original !== undefined && more.length === 0, `there is not one of ${resource.join("::")}`);
  const made = [change(original)].filter((one) => one !== undefined);
  return { made, changed: world.flatMap((one) => (one === original ? [...(isBeside ? [one] : []), ...made] : [one])) };
}

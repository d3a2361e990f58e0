import type { Application } from "../../catalog/application";
import { resourceTypes } from "../../lib/resource-types";
import { compare, inForce } from "../inventory/compare";
import { declaredInventory } from "../inventory/declared";
import type { Inventory } from "../inventory/inventory";
import { takenOver } from "../kafka-resources";
import { type ExportedResource, type ExportedState, titleOf } from "../state";
import type { Left } from "./proposal";

/** A step of `pulumi preview --json`. */
export interface Step {
  readonly op: string;
  /** The resource as the program wants it, with secrets left out. */
  readonly newState?: ExportedResource;
}

/** What is taken into a state. */
export interface Takeover {
  /** The state with it. */
  readonly state: ExportedState;
  readonly taken: readonly Taken[];
  /** What is on the cluster and was not taken. */
  readonly left: readonly Left[];
}

/** Something that is taken into the state. */
export interface Taken {
  /** As `Topic call.events`. */
  readonly what: string;
  /** In what it is not as the program wants it. */
  readonly differs: readonly string[];
}

interface Found extends Taken {
  readonly resource: ExportedResource;
}

/** Takes into a state what the program would make, though it is on the cluster. @param steps those of a preview */
export function takeover(state: ExportedState, steps: readonly Step[], live: Inventory): Takeover {
  const { resources = [], ...rest } = state.deployment;
  const found = steps.flatMap(({ op, newState }) => (op === "create" && newState ? lookFor(newState, live) : []));
  const takeable = found.filter(({ resource }) => resource.type !== resourceTypes.user);
  const known = new Set([...resources, ...takeable.map(({ resource }) => resource)].map(({ urn }) => urn));
  const taken = takeable.filter(({ resource }) => referencesOf(resource).every((urn) => known.has(urn)));
  const topics = new Set(
    taken.flatMap(({ resource }) => (resource.type === resourceTypes.topic ? [String(resource.id)] : [])),
  );
  const whole = wholeApplications(steps, live);
  const isTaken = { topics: (name: string) => topics.has(name), applications: (name: string) => whole.has(name) };
  const updates = steps.flatMap(({ op, newState }) => (op === "update" && newState ? [newState] : []));
  const described = resources.map((resource) => {
    const description = descriptions.find((one) => one.is(resource));
    const next = updates.find(({ urn }) => urn === resource.urn);
    return next === undefined || description === undefined
      ? resource
      : withDescriptions(resource, next, description.key, isTaken[description.of]);
  });
  return {
    state: { ...state, deployment: { ...rest, resources: [...described, ...taken.map(({ resource }) => resource)] } },
    taken: taken.map(({ what, differs }) => ({ what, differs })),
    left: found
      .filter((one) => !taken.includes(one))
      .map(({ what, resource }) => ({
        what,
        reasons: [resource.type === resourceTypes.user ? ofUnknownPassword : ofNoParent],
      })),
  };
}

const ofUnknownPassword = "whether its password is the program's is not known: the next pulumi up sets it";

const ofNoParent = "what it belongs to is not in the state: let pulumi up make that, and run this again";

function lookFor(resource: ExportedResource, live: Inventory): Found[] {
  const what = titleOf(resource);
  const found = takenOver(resource, live);
  if (found === undefined) {
    return [];
  }
  return [
    found.type === resourceTypes.topic ? { what, ...asItIs(found, live) } : { what, differs: [], resource: found },
  ];
}

interface TopicInputs {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config?: Readonly<Record<string, string>>;
}

// What differs has to be in the state as it is, or the next preview would not show it.
function asItIs(resource: ExportedResource, { topics }: Inventory): Pick<Found, "resource" | "differs"> {
  const { name, config: wanted = {}, partitions, replicationFactor, ...others } = resource.inputs as TopicInputs;
  const live = topics[name] as Inventory["topics"][string];
  const nothing: Inventory = { topics: {}, users: {}, rules: [], quotas: {} };
  const [difference] = compare(
    { ...nothing, topics: { [name]: { partitions, replicationFactor, config: wanted } } },
    { ...nothing, topics: { [name]: live } },
  );
  const inputs = {
    ...others,
    name,
    partitions: live.partitions,
    replicationFactor: live.replicationFactor,
    config: inForce(wanted, live),
  };
  return { resource: { ...resource, inputs, outputs: inputs }, differs: difference?.details ?? [] };
}

// Everything that has to stand in the state before it.
const referencesOf = (resource: ExportedResource): readonly string[] => {
  const { parent, provider, deletedWith, dependencies, propertyDependencies } = resource as {
    readonly parent?: string;
    readonly provider?: string;
    readonly deletedWith?: string;
    readonly dependencies?: readonly string[];
    readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  };
  return [
    parent,
    provider?.slice(0, provider.lastIndexOf("::")),
    deletedWith,
    ...(dependencies ?? []),
    ...Object.values(propertyDependencies ?? {}).flatMap((urns) => urns ?? []),
  ].filter((urn) => urn !== undefined && urn !== "") as string[];
};

interface Description {
  readonly is: (resource: ExportedResource) => boolean;
  /** Its input with an entry for each topic or application. */
  readonly key: string;
  readonly of: "topics" | "applications";
}

// What describes topics and applications, for policies and for guards.
const descriptions: readonly Description[] = [
  { is: ({ type }) => type === resourceTypes.topics, key: "topics", of: "topics" },
  { is: ({ type }) => type === resourceTypes.applications, key: "applications", of: "applications" },
  { is: ({ urn }) => urn.endsWith("$pulumi:index:Stash::topic-promises"), key: "input", of: "topics" },
  { is: ({ urn }) => urn.endsWith("$pulumi:index:Stash::rotations"), key: "input", of: "applications" },
];

type Entries = Readonly<Record<string, unknown>>;

const entriesOf = ({ inputs }: ExportedResource, key: string): Entries =>
  (inputs as Readonly<Record<string, Entries>> | undefined)?.[key] ?? {};

function withDescriptions(
  resource: ExportedResource,
  next: ExportedResource,
  key: string,
  isTaken: (name: string) => boolean,
): ExportedResource {
  const before = entriesOf(resource, key);
  const added = Object.entries(entriesOf(next, key)).filter(([name]) => !Object.hasOwn(before, name) && isTaken(name));
  const entries = { [key]: { ...before, ...Object.fromEntries(added) } };
  // What a Stash remembers, and what policies see of a component, are outputs.
  return { ...resource, inputs: { ...resource.inputs, ...entries }, outputs: { ...resource.outputs, ...entries } };
}

// Of an application that keeps its password, everything may be there before pulumi up.
function wholeApplications(steps: readonly Step[], live: Inventory): ReadonlySet<string> {
  const described = steps.flatMap(({ newState }) =>
    newState?.type === resourceTypes.applications ? Object.entries(entriesOf(newState, "applications")) : [],
  );
  return new Set(
    described.flatMap(([name, application]) => (isWhole(name, application as Application, live) ? [name] : [])),
  );
}

const isWhole = (name: string, application: Application, live: Inventory): boolean =>
  application.adopted === true &&
  compare(declaredInventory({ topics: {}, applications: { [name]: application } }), live).every(
    ({ state }) => state === "unknown",
  );

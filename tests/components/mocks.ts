import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

/** A resource as the engine gets it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever inputs a resource has
  readonly inputs: any;
  /** What a component says of itself when all its children are registered. @default nothing */
  readonly outputs?: object;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** The names of the resources that it waits for. */
  readonly dependencies: readonly string[];
  /** The name of the resource with which it goes. */
  readonly deletedWith: string | undefined;
  readonly parent: string | undefined;
  readonly provider: string | undefined;
  /** The names of what judges whether it is made. */
  readonly beforeCreate: readonly string[];
  /** The names of what judges a change of it. */
  readonly beforeUpdate: readonly string[];
  /** The names of what judges its deletion. */
  readonly beforeDelete: readonly string[];
  /** The paths of inputs whose changes are no changes. */
  readonly ignoreChanges: readonly string[];
  /** The paths of inputs whose changes make the resource anew. */
  readonly replaceOnChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** The outputs that are secrets, whatever the provider says. */
  readonly additionalSecretOutputs: readonly string[];
}

/** The world in which a program runs: an update, a preview of what exists already, or the first preview. */
export type World = "known outputs" | "outputs of an earlier update" | "unknown outputs";
/** An update, where each output is known, and the first preview, where none is. */
export const worlds: readonly World[] = ["known outputs", "unknown outputs"];

/** What stands for an unknown value among a resource's inputs. */
export const unknown = pulumi.runtime.unknownValue;

const secretMark = "4dabf18193072939515e22adb298388d";

/** Whether an input reaches the engine as a secret. */
export const isSecret = (input: unknown): boolean => typeof input === "object" && input !== null && secretMark in input;

/** An input as it is, whether it is a secret or not. */
export const revealed = (input: unknown): unknown => (isSecret(input) ? (input as { value: unknown }).value : input);

const nameOf = (urn: string): string | undefined => urn.split("::").at(-1) || undefined;
const typeOf = (urn: string): string | undefined => urn.split("::").at(-2)?.split("$").at(-1);

// What random resources come to.
const randomValues = { b64Url: "4L6g3nShT-eMCtK--X86sw", base64: Buffer.alloc(32, "seed").toString("base64") };

/**
 * Runs a program against Pulumi's mocks and gives back everything that it registered.
 *
 * @param program gets the list while it grows
 */
export async function register(
  world: World,
  program: (soFar: readonly Registration[]) => void,
): Promise<readonly Registration[]> {
  const known = world !== "unknown outputs";
  const registrations: Registration[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) =>
        known
          ? { id: `${name}-id`, state: { ...randomValues, ...named(name, inputs) } }
          : { id: undefined as unknown as string, state: {} },
      call: () => {
        throw new Error("a component asks nothing of a provider");
      },
    },
    "kafka-platform",
    "test",
    world !== "known outputs",
  );
  // The mocks themselves do not show a resource's options.
  // biome-ignore lint/suspicious/noExplicitAny: the requests are of Pulumi's protocol, which has no public types
  type Untyped = any;
  const monitor = pulumi.runtime.getMonitor() as Untyped;
  const registerResource = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request: Untyped, callback: unknown) => {
    registrations.push({
      type: request.getType(),
      name: request.getName(),
      inputs: request.getObject().toJavaScript(),
      protect: request.getProtect(),
      retainOnDelete: request.getRetainondelete(),
      dependencies: request.getDependenciesList().map(nameOf),
      deletedWith: nameOf(request.getDeletedwith()),
      parent: nameOf(request.getParent()),
      provider: request.getProvider() || undefined,
      beforeCreate: request.getHooks()?.getBeforeCreateList() ?? [],
      beforeUpdate: request.getHooks()?.getBeforeUpdateList() ?? [],
      beforeDelete: request.getHooks()?.getBeforeDeleteList() ?? [],
      ignoreChanges: request.getIgnorechangesList(),
      replaceOnChanges: request.getReplaceonchangesList(),
      deleteBeforeReplace: request.getDeletebeforereplace(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    });
    return registerResource(request, callback);
  };
  const registerResourceOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request: Untyped, callback: unknown) => {
    const [type, name] = [typeOf(request.getUrn()), nameOf(request.getUrn())];
    const index = registrations.findIndex((one) => one.type === type && one.name === name);
    const found = registrations[index];
    if (found !== undefined) {
      registrations[index] = { ...found, outputs: request.getOutputs().toJavaScript() };
    }
    return registerResourceOutputs(request, callback);
  };
  // The mocks know no hooks; the engine would keep them, and call them when it comes to a change.
  monitor.registerResourceHook = (_request: Untyped, callback: (error: null, response: object) => void) =>
    callback(null, {});
  program(registrations);
  await pulumi.runtime.disconnect();
  return registrations;
}

/**
 * What a program fails with that nobody waits for, as Pulumi's runtime would report it.
 *
 * @param work runs the program, with the mocks
 */
export async function failuresOf(work: () => Promise<void>): Promise<readonly string[]> {
  const failures: string[] = [];
  const note = (reason: unknown) =>
    void failures.push(pulumi.RunError.isInstance(reason) ? reason.message : `${reason}`);
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", note);
  try {
    await work();
    await new Promise((resolve) => setTimeout(resolve, 300)); // a failure comes to light when the mocks have ended already
  } finally {
    process.removeListener("unhandledRejection", note);
    for (const listener of others) {
      process.on("unhandledRejection", listener);
    }
  }
  return failures;
}

// Kubernetes objects without a name get one from the provider.
const named = (name: string, inputs: { metadata?: { name?: string } }) =>
  inputs.metadata === undefined
    ? inputs
    : { ...inputs, metadata: { ...inputs.metadata, name: inputs.metadata.name ?? `${name}-1a2b3c4d` } };

/** The one registration of a type, or the one that has the name. */
export function only(registrations: readonly Registration[], type: string, name?: string): Registration {
  const found = registrations.filter((one) => one.type === type && (name === undefined || one.name === name));
  assert.equal(found.length, 1, `${found.length} resources of type ${type}`);
  return found[0] as Registration;
}

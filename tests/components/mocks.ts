import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

/** A resource as the engine gets it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever inputs a resource has
  readonly inputs: any;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** The names of the resources that it waits for. */
  readonly dependencies: readonly string[];
  /** The name of the resource with which it goes. */
  readonly deletedWith: string | undefined;
  readonly parent: string | undefined;
  readonly provider: string | undefined;
}

/** The world in which a program runs: an update, where each output is known, or the first preview, where none is. */
export type World = "known outputs" | "unknown outputs";
export const worlds: readonly World[] = ["known outputs", "unknown outputs"];

/** What stands for an unknown value among a resource's inputs. */
export const unknown = pulumi.runtime.unknownValue;

const nameOf = (urn: string): string | undefined => urn.split("::").at(-1) || undefined;

/**
 * Runs a program against Pulumi's mocks and gives back everything that it registered.
 *
 * @param program gets the list while it grows
 */
export async function register(
  world: World,
  program: (soFar: readonly Registration[]) => void,
): Promise<readonly Registration[]> {
  const known = world === "known outputs";
  const registrations: Registration[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) =>
        known
          ? { id: `${name}-id`, state: { b64Url: "4L6g3nShT-eMCtK--X86sw", ...named(name, inputs) } }
          : { id: undefined as unknown as string, state: {} },
      call: () => {
        throw new Error("a component asks nothing of a provider");
      },
    },
    "kafka-platform",
    "test",
    !known,
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
    });
    return registerResource(request, callback);
  };
  program(registrations);
  await pulumi.runtime.disconnect();
  return registrations;
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

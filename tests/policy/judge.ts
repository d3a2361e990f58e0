import type { PolicyResource, ReportViolation, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { unknownCheckingProxy } from "@pulumi/policy";
import { rules as all } from "../../policy/index";
import type { Exemption } from "../../policy/lib/exemptions";
import { policiesOf } from "../../policy/lib/pack";
import { type Registration, revealed } from "../components/mocks";

/** What a policy said, of which resource. */
export interface Violation {
  readonly policy: string;
  readonly level: string;
  readonly resource: string;
  readonly message: string;
}

/** By what a pack judges. */
export interface Judging {
  /** Values for policies, by their names. @default none */
  readonly config?: Readonly<Record<string, object>>;
  /** @default none */
  readonly exemptions?: readonly Exemption[];
  /** The stack that the resources are of. @default test */
  readonly stack?: string;
  /** @default all */
  readonly rules?: typeof all;
  /** @default today */
  readonly now?: Date;
  /** Those that rules about one resource judge. @default all */
  readonly changed?: readonly Registration[];
}

/** A resource's URN. */
export const urnOf = ({ type, name }: Pick<Registration, "type" | "name">, stack = "test"): string =>
  `urn:pulumi:${stack}::kafka-platform::${type}::${name}`;

/** What the pack says of resources, as Pulumi's host has it judge them: to touch an unknown value throws. */
export async function judge(
  resources: readonly Registration[],
  { config = {}, exemptions = [], stack, rules = all, now = new Date(), changed = resources }: Judging = {},
): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  const seen = resources.map((one) => asSeen(withOutputs(one), stack));
  const alone = changed.map((one) => asSeen(one, stack));
  for (const policy of policiesOf({ rules, exemptions }, now)) {
    const level = policy.enforcementLevel ?? "none";
    const reportOf =
      (own?: string): ReportViolation =>
      (message, urn = own) =>
        void violations.push({
          policy: policy.name,
          level,
          resource: (urn ?? "").split("::").slice(2).join("::"),
          message,
        });
    const common = {
      getConfig: () => (config[policy.name] ?? {}) as never,
      stackTags: new Map<string, string>(),
      notApplicable: () => {
        throw new Error("every rule judges");
      },
    };
    if ("validateStack" in policy) {
      await policy.validateStack({ resources: seen, ...common } as unknown as StackValidationArgs, reportOf());
      continue;
    }
    for (const resource of alone) {
      const { validateResource } = policy;
      if (typeof validateResource !== "function") {
        throw new Error(`${policy.name} judges nothing`);
      }
      const { __pulumiType } = validateResource as { __pulumiType?: string };
      if (__pulumiType === undefined || __pulumiType === resource.type) {
        await validateResource({ ...resource, ...common } as unknown as ResourceValidationArgs, reportOf(resource.urn));
      }
    }
  }
  return violations;
}

// Of a component, a policy that judges a whole stack sees what it tells in the end, and nothing that it was given.
const withOutputs = (one: Registration): Registration =>
  one.type.startsWith("kafka-platform:") ? { ...one, inputs: one.outputs ?? {} } : one;

const asSeen = (registration: Registration, stack: string | undefined) =>
  ({
    type: registration.type,
    name: registration.name,
    urn: urnOf(registration, stack),
    props: unknownCheckingProxy(withoutSecrets(registration.inputs) as object),
    opts: {
      protect: registration.protect,
      deleteBeforeReplace: registration.deleteBeforeReplace,
      ignoreChanges: [...registration.ignoreChanges],
    },
  }) as Pick<PolicyResource, "type" | "name" | "urn" | "props" | "opts">;

// Pulumi's host takes the marks off before policies see a value.
function withoutSecrets(input: unknown): unknown {
  const value = revealed(input);
  if (Array.isArray(value)) {
    return value.map(withoutSecrets);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutSecrets(part)]))
    : value;
}

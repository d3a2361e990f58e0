import {
  PolicyPack,
  type ReportViolation,
  type ResourceValidation,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { type Exemption, exemptionPolicies, isExempt } from "./exemptions";
import type { Rule } from "./rule";

type Policy = ResourceValidationPolicy | StackValidationPolicy;

/** What a pack is made of. */
export interface PackArgs {
  readonly rules: readonly Rule[];
  /** What is excused from them. */
  readonly exemptions: readonly Exemption[];
}

/** Starts the policy pack: Pulumi asks it for every resource from then on. */
export const startPack = (name: string, args: PackArgs): PolicyPack =>
  new PolicyPack(name, { policies: [...policiesOf(args)] });

/** The policies of a pack. @param now on which day exemptions are looked at */
export const policiesOf = ({ rules, exemptions }: PackArgs, now = new Date()): readonly Policy[] => [
  ...rules.map(({ name, absolute, policy }) =>
    absolute ? policy : withExemptions(policy, (urn) => isExempt(exemptions, name, urn, now)),
  ),
  ...exemptionPolicies(exemptions, now),
];

function withExemptions(policy: Policy, isExcused: (urn: string) => boolean): Policy {
  const unless =
    (report: ReportViolation, own = ""): ReportViolation =>
    (message, urn = own) =>
      isExcused(urn) ? undefined : report(message, urn || undefined);
  if ("validateStack" in policy) {
    return { ...policy, validateStack: (stack, report) => policy.validateStack(stack, unless(report)) };
  }
  const validate = policy.validateResource as ResourceValidation;
  const validateResource: ResourceValidation = (resource, report) => validate(resource, unless(report, resource.urn));
  // With it, Pulumi's host does not even read a resource of another type.
  const { __pulumiType } = validate as { __pulumiType?: string };
  return {
    ...policy,
    validateResource: __pulumiType === undefined ? validateResource : Object.assign(validateResource, { __pulumiType }),
  };
}

import {
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  unknownCheckingProxy,
} from "@pulumi/policy";

/** What a policy reports about a resource. Its properties are seen as by Pulumi: to touch an unknown one throws. */
export async function judge(policy: ResourceValidationPolicy, type: string, props: object): Promise<string[]> {
  const violations: string[] = [];
  const report: ReportViolation = (message) => void violations.push(message as string);
  const args = { type, name: "under-test", props: unknownCheckingProxy(props) } as ResourceValidationArgs;
  for (const validate of [policy.validateResource ?? []].flat()) {
    await validate(args, report);
  }
  return violations;
}

import * as pulumi from "@pulumi/pulumi";
import {
  type ApplicationOutputs,
  contractVersion,
  type PlatformOutputs,
  platformOutputs,
  type TopicOutputs,
} from "./outputs";

/** A platform as the stack of an application sees it. */
export class KafkaPlatform {
  /** Everything that the platform's stack tells. */
  readonly outputs: pulumi.Output<PlatformOutputs>;

  private constructor(
    private readonly stack: string,
    outputs: pulumi.Output<unknown>,
  ) {
    this.outputs = outputs.apply((value) => checked(stack, value));
  }

  /**
   * The platform that a stack has made.
   *
   * @param stack the stack's name, as `kafka-platform/prod`, or with an organisation before it
   * @param opts of the reference
   * @throws {pulumi.RunError} in the outputs, where the stack's are not those of this version of the contract
   */
  static fromStack(stack: string, opts: pulumi.ResourceOptions = {}): KafkaPlatform {
    const reference = new pulumi.StackReference(stack, {}, opts);
    return new KafkaPlatform(stack, reference.outputs);
  }

  /** Where clients in the cluster begin. */
  get bootstrapServers(): pulumi.Output<string> {
    return this.outputs.apply(({ bootstrapServers }) => bootstrapServers.client);
  }

  /** A topic of the platform. @throws {pulumi.RunError} in the output, where there is none of this name */
  topic(name: string): pulumi.Output<TopicOutputs> {
    return this.outputs.apply(({ topics }) =>
      found(topics, name, `The stack ${this.stack} has no topic`, "Add it to catalog/topics.ts of the platform"),
    );
  }

  /** An application of the platform. @throws {pulumi.RunError} in the output, where there is none of this name */
  application(name: string): pulumi.Output<ApplicationOutputs> {
    return this.outputs.apply(({ applications }) =>
      found(
        applications,
        name,
        `The stack ${this.stack} has no application`,
        "Add it to catalog/applications.ts of the platform",
      ),
    );
  }

  /** An application of the platform, or nothing as long as it is not there: its namespace has to come first. */
  findApplication(name: string): pulumi.Output<ApplicationOutputs | undefined> {
    return this.outputs.apply(({ applications }) =>
      Object.hasOwn(applications, name) ? applications[name] : undefined,
    );
  }
}

function checked(stack: string, value: unknown): PlatformOutputs {
  const { contractVersion: version } = (value ?? {}) as { readonly contractVersion?: unknown };
  if (version !== contractVersion) {
    throw new pulumi.RunError(
      version === undefined
        ? `The stack ${stack} tells nothing of a Kafka platform. Is it the platform's, and has it been deployed?`
        : `The stack ${stack} tells of a Kafka platform by version ${version} of the contract, and this program reads ` +
            `version ${contractVersion}. Take the version of this package that the platform has.`,
    );
  }
  const result = platformOutputs.safeParse(value);
  if (result.success) {
    return result.data;
  }
  throw new pulumi.RunError(
    [
      `The outputs of the stack ${stack} are not what version ${contractVersion} of the contract says. Update the platform, or this package:`,
      ...result.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`),
    ].join("\n"),
  );
}

function found<T>(all: Readonly<Record<string, T>>, name: string, lack: string, remedy: string): T {
  const one = Object.hasOwn(all, name) ? all[name] : undefined;
  if (one === undefined) {
    throw new pulumi.RunError(`${lack} ${name}, only ${Object.keys(all).sort().join(", ") || "none"}. ${remedy}.`);
  }
  return one;
}

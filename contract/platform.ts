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
    private readonly told: Promise<PlatformOutputs>,
  ) {
    this.outputs = pulumi.output(told);
  }

  /**
   * The platform that a stack has made. To read it takes access to the stack's state, and none of its secrets.
   *
   * @param stack the stack's full name, as `my-organization/kafka-platform/prod`; where Pulumi keeps its state in files or
   *   buckets, the organisation is called `organization`
   * @param opts of the reference
   * @throws {pulumi.RunError} in the outputs, where the stack's are not those of this version of the contract
   */
  static fromStack(stack: string, opts: pulumi.ResourceOptions = {}): KafkaPlatform {
    return new KafkaPlatform(stack, read(stack, new pulumi.StackReference(stack, {}, opts)));
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

  /**
   * By what the stack of an application makes topics of its own.
   *
   * @throws {pulumi.RunError} in the output, where there is no such application, or it owns no topics
   */
  owner(name: string): pulumi.Output<NonNullable<ApplicationOutputs["owner"]>> {
    return this.application(name).apply(({ owner }) => {
      if (owner === undefined) {
        throw refusal(
          `The application ${name} owns no topics on the platform of the stack ${this.stack}. Say what their names begin ` +
            "with, by owns in catalog/applications.ts of the platform.",
        );
      }
      return owner;
    });
  }

  /**
   * Whether the platform knows an application already, as a plain value by which a program can decide what it makes: the
   * application's namespace comes first, then the platform lets it in, and then everything else.
   *
   * @throws {pulumi.RunError} as the outputs do
   */
  async knowsApplication(name: string): Promise<boolean> {
    return Object.hasOwn((await this.told).applications, name);
  }
}

async function read(stack: string, reference: pulumi.StackReference): Promise<PlatformOutputs> {
  const told = await Promise.all(
    Object.keys(platformOutputs.unwrap().shape).map(
      async (name) => [name, (await reference.getOutputDetails(name)).value] as const,
    ),
  );
  return checked(stack, Object.fromEntries(told.filter(([, value]) => value !== undefined)));
}

function checked(stack: string, told: Readonly<Record<string, unknown>>): PlatformOutputs {
  const { contractVersion: version } = told;
  if (version !== contractVersion) {
    throw refusal(
      version === undefined
        ? `The stack ${stack} tells nothing of a Kafka platform. Is it the platform's, and has it been deployed?`
        : `The stack ${stack} tells of a Kafka platform by version ${version} of the contract, and this program reads ` +
            `version ${contractVersion}. Install ${version}.x of kafka-platform-contract, and adapt this program to it.`,
    );
  }
  const result = platformOutputs.safeParse(told);
  if (result.success) {
    return result.data;
  }
  throw refusal(
    [
      `The outputs of the stack ${stack} are not what version ${contractVersion} of the contract says. Let the platform's team update it:`,
      ...result.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`),
    ].join("\n"),
  );
}

function found<T>(all: Readonly<Record<string, T>>, name: string, lack: string, remedy: string): T {
  const one = Object.hasOwn(all, name) ? all[name] : undefined;
  if (one === undefined) {
    throw refusal(`${lack} ${name}, only ${Object.keys(all).sort().join(", ") || "none"}. ${remedy}.`);
  }
  return one;
}

/** An error that people can mend: Pulumi shows its message alone, and formats no stack, which can take it many seconds. */
function refusal(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  delete error.stack;
  return error;
}

import * as kafka from "@pulumi/kafka";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import { stackLabel } from "../namespace/stack-label";
import { clientProfiles } from "./client-profiles";
import { type GrantArgs, type Granted, granted } from "./granted";
import { secretName } from "./names";
import { passwordOf } from "./passwords";
import { rotationGuard } from "./rotation-guard";
import type { User } from "./users";

/** An application as it says what it does. */
export interface ApplicationArgs extends GrantArgs {
  /** The Kubernetes namespace that its credentials are put in; it exists. */
  readonly namespace: string;
}

/** A set of applications, and what all of them have to know. */
export interface ApplicationsArgs {
  /** The applications by their names. */
  readonly applications: Readonly<Record<string, ApplicationArgs>>;
  /** The stack that makes them, as a label's value. */
  readonly stack: string;
  /** What their passwords are derived from. */
  readonly seed: random.RandomBytes;
  /** Where their clients begin, host and port. */
  readonly bootstrapServers: pulumi.Input<string>;
  /** The certificates of all authorities by which brokers prove themselves, as PEM. */
  readonly certificateAuthorities: pulumi.Input<string>;
  /** What their producers compress records by. */
  readonly compression: string;
  /** The resource with which all users and rules go, and nobody needs to delete them one by one. */
  readonly deletedWith: pulumi.Resource;
}

/** Where an application finds what it needs. */
export interface ApplicationOutputs {
  readonly namespace: string;
  /** The Secret in its namespace, named once the application can work with it. */
  readonly secretName: pulumi.Output<string>;
  readonly username: string;
  readonly groups: readonly string[];
  /** @default none */
  readonly transactionalIdPrefix?: string;
}

/**
 * Applications: for each its users, the rules that let it do what it says it does, its quotas, and a Secret with
 * everything that its clients need.
 */
export class Applications extends pulumi.ComponentResource {
  /** What the stack of each application that gets its password here needs to know, by its name. */
  readonly outputs: Readonly<Record<string, ApplicationOutputs>>;

  private readonly args: ApplicationsArgs;
  // What is half made is mended by nothing but being made anew; and to make a second one of the same kind for the same
  // user before the first is deleted would leave none.
  private readonly remade: pulumi.CustomResourceOptions;

  /** @param opts with the providers of Kafka and of Kubernetes */
  constructor(name: string, args: ApplicationsArgs, opts: pulumi.ComponentResourceOptions) {
    super(
      "kafka-platform:access:Applications",
      name,
      { applications: args.applications },
      {
        ...opts,
        hooks: rotationGuard(),
      },
    );
    this.args = args;
    this.remade = {
      parent: this,
      deletedWith: args.deletedWith,
      deleteBeforeReplace: true,
      replaceOnChanges: ["*"],
    };
    this.outputs = Object.fromEntries(
      Object.entries(args.applications).flatMap(([application, applicationArgs]) => {
        const outputs = this.application(application, applicationArgs);
        return outputs === undefined ? [] : [[application, outputs]];
      }),
    );
    this.registerOutputs({});
  }

  /** @returns nothing where its owner keeps its password, and there is no Secret */
  private application(application: string, args: ApplicationArgs): ApplicationOutputs | undefined {
    const users = granted(application, args);
    const known = users.flatMap((user) => this.user(application, user));
    const newest = users[users.length - 1] as Granted;
    if (newest.adopted) {
      return undefined;
    }
    const secret = this.secret(application, newest, args, known);
    const { namespace, groups = [], transactionalIdPrefix } = args;
    return {
      namespace,
      secretName: secret.metadata.name,
      username: newest.username,
      groups,
      ...(transactionalIdPrefix !== undefined && { transactionalIdPrefix }),
    };
  }

  /** Logical names say what a resource is, so one that is another thing is another resource. */
  private user(
    application: string,
    { username, rotation, adopted, iterations, acls, quota }: Granted,
  ): pulumi.Resource[] {
    const user = adopted
      ? []
      : [
          new kafka.UserScramCredential(
            username,
            {
              username,
              scramMechanism: "SCRAM-SHA-512",
              scramIterations: iterations,
              password: passwordOf(this.args.seed, application, rotation),
            },
            this.remade,
          ),
        ];
    const rules = acls.map(
      ({ principal, host, permission, operation, resourceType, pattern, resourceName }) =>
        new kafka.Acl(
          [username, operation, resourceType, pattern, resourceName].join("/"),
          {
            aclPrincipal: principal,
            aclHost: host,
            aclOperation: operation,
            aclPermissionType: permission,
            aclResourceType: resourceType,
            resourcePatternTypeFilter: pattern,
            aclResourceName: resourceName,
          },
          this.remade,
        ),
    );
    const bounds = new kafka.Quota(
      username,
      {
        entityType: "user",
        entityName: username,
        config: Object.fromEntries(Object.entries(quota).map(([key, value]) => [key, String(value)])),
      },
      this.remade,
    );
    return [...user, ...rules, bounds];
  }

  private secret(
    application: string,
    { username, rotation }: User,
    { namespace, groups, transactionalIdPrefix }: ApplicationArgs,
    dependsOn: pulumi.Resource[],
  ): k8s.core.v1.Secret {
    const { seed, bootstrapServers, certificateAuthorities, compression } = this.args;
    const files = pulumi
      .all([passwordOf(seed, application, rotation), bootstrapServers, certificateAuthorities])
      .apply(([password, servers, authorities]) =>
        clientProfiles({
          username,
          password,
          bootstrapServers: servers,
          certificateAuthorities: authorities,
          compression,
          groups,
          transactionalIdPrefix,
        }),
      );
    return new k8s.core.v1.Secret(
      secretName(application),
      {
        metadata: {
          namespace,
          name: secretName(application),
          labels: { [stackLabel]: this.args.stack },
        },
        type: "Opaque",
        // Not as stringData, of which Kubernetes keeps what is left out the next time.
        data: pulumi.secret(files.apply(encoded)),
      },
      { parent: this, dependsOn, additionalSecretOutputs: ["data"] },
    );
  }
}

const encoded = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text).toString("base64")]));

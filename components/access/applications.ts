import * as kafka from "@pulumi/kafka";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import { resourceTypes } from "../../lib/resource-types";
import type { Issued } from "../certificates/issued";
import { stackLabel } from "../namespace/stack-label";
import { clientProfiles } from "./client-profiles";
import { type GrantArgs, type Granted, granted } from "./granted";
import { aclId, quotaId, secretId, userId } from "./ids";
import { ownerSecretName, secretName } from "./names";
import { ownerSecret } from "./owner-secret";
import { passwordOf } from "./passwords";
import { renameGuard, type Stand } from "./rename-guard";
import { type LiveUsers, type Made, revivalGuard, rotations, rotationsOf } from "./rotation-guard";
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
  /** Has a certificate issued for one that owns topics. @param rotation which of its credentials it is */
  readonly owner: (application: string, rotation: number) => Pick<Issued, "certificate" | "key">;
  /** What their producers compress records by. */
  readonly compression: string;
  /** Asks the brokers whom they know: who was there before keeps his password. */
  readonly liveUsers: LiveUsers;
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
  /** By what its own stack makes topics. @default none */
  readonly owner?: { readonly topicPrefixes: readonly string[]; readonly secretName: pulumi.Output<string> };
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
  private readonly renames: pulumi.ResourceHookBinding;
  private readonly stands: (Stand & { readonly made?: Made })[] = [];

  /** @param opts with the providers of Kafka and of Kubernetes */
  constructor(name: string, args: ApplicationsArgs, opts: pulumi.ComponentResourceOptions) {
    super(resourceTypes.applications, name, { applications: args.applications }, opts);
    this.args = args;
    const { applications, liveUsers } = args;
    const { remembered, keeper } = rotations(rotationsOf(applications), liveUsers, { parent: this });
    this.renames = renameGuard(this, () => this.stands);
    const revivals = revivalGuard(
      remembered,
      liveUsers,
      (type, name) => this.stands.find((stand) => stand.type === type && stand.name === name)?.made,
    );
    this.remade = {
      parent: this,
      hooks: { ...this.renames, ...revivals },
      dependsOn: keeper,
      deletedWith: args.deletedWith,
      deleteBeforeReplace: true,
      replaceOnChanges: ["*"],
    };
    this.outputs = Object.fromEntries(
      Object.entries(applications).flatMap(([application, applicationArgs]) => {
        const outputs = this.application(application, applicationArgs);
        return outputs === undefined ? [] : [[application, outputs]];
      }),
    );
    // A policy that judges resources beside each other sees outputs only.
    this.registerOutputs({ applications });
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
    const { namespace, groups = [], transactionalIdPrefix, owns = [] } = args;
    return {
      namespace,
      secretName: secret.metadata.name,
      username: newest.username,
      groups,
      ...(transactionalIdPrefix !== undefined && { transactionalIdPrefix }),
      ...(owns.length > 0 && { owner: this.owner(application, newest, namespace, owns, known) }),
    };
  }

  private owner(
    application: string,
    { rotation }: User,
    namespace: string,
    topicPrefixes: readonly string[],
    dependsOn: pulumi.Resource[],
  ): NonNullable<ApplicationOutputs["owner"]> {
    const { stack, certificateAuthorities, owner } = this.args;
    const identity = owner(application, rotation);
    const args = { namespace, stack, identity, certificateAuthorities };
    const name = ownerSecretName(application);
    const { metadata } = ownerSecret(this.standing(resourceTypes.secret, secretId(namespace, name), name), args, {
      parent: this,
      dependsOn,
      hooks: this.renames,
    });
    return { topicPrefixes, secretName: metadata.name };
  }

  /** Logical names say what a resource is, so one that is another thing is another resource. */
  private user(application: string, user: Granted): pulumi.Resource[] {
    const { username, rotation, acls, quota } = user;
    const made = { application, rotation, isPassword: false };
    const credentials = user.adopted ? [] : [this.credential(application, user)];
    const rules = acls.map((acl) => {
      const { operation, resourceType, pattern, resourceName } = acl;
      const name = [username, operation, resourceType, pattern, resourceName].join("/");
      return new kafka.Acl(
        this.standing(resourceTypes.acl, aclId(acl), name, made),
        {
          aclPrincipal: acl.principal,
          aclHost: acl.host,
          aclOperation: operation,
          aclPermissionType: acl.permission,
          aclResourceType: resourceType,
          resourcePatternTypeFilter: pattern,
          aclResourceName: resourceName,
        },
        this.remade,
      );
    });
    const bounds = new kafka.Quota(
      this.standing(resourceTypes.quota, quotaId(username), username, made),
      {
        entityType: "user",
        entityName: username,
        config: Object.fromEntries(Object.entries(quota).map(([key, value]) => [key, String(value)])),
      },
      this.remade,
    );
    return [...credentials, ...rules, bounds];
  }

  private credential(application: string, { username, rotation, iterations }: Granted): pulumi.Resource {
    return new kafka.UserScramCredential(
      this.standing(resourceTypes.user, userId(username), username, {
        application,
        rotation,
        isPassword: true,
      }),
      {
        username,
        scramMechanism: "SCRAM-SHA-512",
        scramIterations: iterations,
        password: passwordOf(this.args.seed, application, rotation),
      },
      this.remade,
    );
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
    const name = secretName(application);
    return new k8s.core.v1.Secret(
      this.standing(resourceTypes.secret, secretId(namespace, name), name),
      {
        metadata: {
          namespace,
          name,
          labels: { [stackLabel]: this.args.stack },
        },
        type: "Opaque",
        // Not as stringData, of which Kubernetes keeps what is left out the next time.
        data: pulumi.secret(files.apply(encoded)),
      },
      { parent: this, dependsOn, hooks: this.renames, additionalSecretOutputs: ["data"] },
    );
  }

  /**
   * Notes what a resource stands for.
   *
   * @param made of which user it is @default of none
   * @returns the resource's logical name
   */
  private standing(type: string, id: string, name: string, made?: Made): string {
    this.stands.push({ type, id, name, ...(made && { made }) });
    return name;
  }
}

const encoded = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text).toString("base64")]));

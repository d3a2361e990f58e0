import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type ApplicationArgs, Applications } from "../access/applications";
import { passwordSeed } from "../access/passwords";
import { administrator } from "../access/provider";
import type { Cluster } from "../kafka/cluster";
import type { TopicArgs } from "../topics/topic-config";
import { Topics, type TopicsArgs } from "../topics/topics";
import type { BrokersArgs } from "./brokers";
import { topicLooks, userLook } from "./guards";
import { proven } from "./served";

/** What lives on the platform. */
export interface Declaration {
  /** The topics by their names. */
  readonly topics: Readonly<Record<string, TopicArgs>>;
  /** The applications by their names. */
  readonly applications: Readonly<Record<string, ApplicationArgs>>;
  /** Leave to lose what is in a topic. */
  readonly waivers: TopicsArgs["waivers"];
  /** Whether Pulumi refuses to delete topics. */
  readonly protect: boolean;
}

/** Where it lives. */
export interface DeclaredArgs extends BrokersArgs {
  readonly cluster: Cluster;
  /** The stack, as a label's value. */
  readonly stack: string;
  /** Met when the cluster may be used. */
  readonly ready: pulumi.Input<pulumi.Resource>;
  /** The namespace with which all of it goes. */
  readonly namespace: pulumi.Resource;
  /** The provider by which Kubernetes is changed. */
  readonly provider: kubernetes.Provider;
  /** Met when it is known to be the right cluster. */
  readonly here: pulumi.Input<pulumi.Resource>;
}

/** What the stacks of applications need to know of it. */
export interface Declared {
  readonly topics: Topics["outputs"];
  readonly applications: Applications["outputs"];
}

/**
 * Makes everything that lives on the platform, through the Kafka provider.
 *
 * @param prove what makes the transactions that topics wait for @default transactions on the cluster itself
 */
export function declare(declaration: Declaration, args: DeclaredArgs, prove?: Parameters<typeof proven>[2]): Declared {
  const { protect } = declaration;
  const { settings, identities, bootstrap, cluster, stack, ready, namespace: deletedWith, provider, here } = args;
  const { version: kafkaVersion, compression } = settings.kafka;
  const seed = passwordSeed("passwords", { protect: true, dependsOn: here });
  const kafka = administrator(
    "kafka",
    { bootstrapServers: bootstrap, kafkaVersion, identity: identities.administrator, seed },
    { dependsOn: ready },
  );
  const topics = new Topics(
    "topics",
    { topics: declaration.topics, waivers: declaration.waivers, looks: topicLooks(args), protect, deletedWith },
    { provider: kafka, dependsOn: proven(args, { provider: kafka, deletedWith }, prove) },
  );
  const { authorities: certificateAuthorities, owner } = identities;
  const clients = { bootstrapServers: cluster.clientBootstrap, certificateAuthorities, owner };
  const applications = new Applications(
    "applications",
    {
      applications: declaration.applications,
      ...clients,
      compression,
      stack,
      seed,
      deletedWith,
      liveUsers: userLook(args),
    },
    { providers: [kafka, provider] },
  );
  return { topics: topics.outputs, applications: applications.outputs };
}

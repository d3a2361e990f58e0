import * as kafka from "@pulumi/kafka";
import * as pulumi from "@pulumi/pulumi";
import { type Leave, mayGo } from "../../lib/harms";
import { resourceTypes } from "../../lib/resource-types";
import { promises, type TopicGuardArgs, topicGuard } from "./guard";
import type { Promises } from "./harm-judge";
import { sizeBound } from "./size-bound";
import { type TopicArgs, topicConfig } from "./topic-config";

/** A set of topics. */
export interface TopicsArgs {
  /** The topics by their names. */
  readonly topics: Readonly<Record<string, TopicArgs>>;
  /** Whether Pulumi refuses to delete or replace them. */
  readonly protect: boolean;
  /** Leave to lose what is in a topic. */
  readonly waivers: readonly Leave[];
  /** How the guard looks at topics. */
  readonly looks: Pick<TopicGuardArgs, "live" | "holdings">;
  /** The resource without which the data is gone, and with which nobody needs to delete topics one by one. */
  readonly deletedWith: pulumi.Resource;
}

/** A topic as Kafka confirmed it. */
export interface TopicOutputs {
  readonly name: pulumi.Output<string>;
  readonly partitions: pulumi.Output<number>;
  readonly replicationFactor: pulumi.Output<number>;
}

/** Topics, made and kept as they are described. */
export class Topics extends pulumi.ComponentResource {
  /** What applications need to know of each topic, by its name. */
  readonly outputs: Readonly<Record<string, TopicOutputs>>;

  constructor(name: string, args: TopicsArgs, opts: pulumi.ComponentResourceOptions) {
    // What policies judge that Kafka knows nothing of.
    const described = Object.fromEntries(
      Object.entries(args.topics).map(([topicName, topicArgs]) => [topicName, description(topicArgs)]),
    );
    const { protect, waivers, deletedWith, topics, looks } = args;
    super(resourceTypes.topics, name, { topics: described }, opts);
    const { remembered, keeper } = promises(promisesOf(topics), waivers, { parent: this });
    const hooks = topicGuard({ topics, remembered, waivers, ...looks });
    // A topic's name is unique and never changes, so it is its logical name too: another one would make Pulumi delete
    // the topic and create it again, empty.
    const topic = (topicName: string, topicArgs: TopicArgs): TopicOutputs => {
      const { name, partitions, replicationFactor } = new kafka.Topic(
        topicName,
        {
          name: topicName,
          partitions: topicArgs.partitions,
          replicationFactor: topicArgs.replicationFactor,
          config: topicConfig(topicArgs),
        },
        {
          parent: this,
          protect: protect && !mayGo(waivers, topicName),
          // The guard judges the deletion, so that has to come before anything else.
          deleteBeforeReplace: true,
          deletedWith,
          hooks,
          dependsOn: keeper,
        },
      );
      return { name, partitions, replicationFactor };
    };
    this.outputs = Object.fromEntries(
      Object.entries(args.topics).map(([topicName, topicArgs]) => [topicName, topic(topicName, topicArgs)]),
    );
    // A policy that judges resources beside each other sees outputs only.
    this.registerOutputs({ topics: described });
  }
}

const promisesOf = (topics: TopicsArgs["topics"]): Readonly<Record<string, Promises>> =>
  Object.fromEntries(
    Object.entries(topics).map(([name, { class: itsClass, keyed }]) => [name, { class: itsClass, keyed }]),
  );

const description = (topic: TopicArgs) => ({
  owner: topic.owner,
  class: topic.class,
  classification: topic.classification,
  keyed: topic.keyed,
  ...(topic.schemaSubject !== undefined && { schemaSubject: topic.schemaSubject }),
  sizeBound: sizeBound(topic),
});

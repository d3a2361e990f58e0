import type { Operation, Resource, Step } from "../../../../commands/gate/preview";

/** What Pulumi has in the place of a value that a preview does not know. */
export const notKnown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Values = Readonly<Record<string, unknown>>;

const urnOf = (type: string, name: string) => `urn:pulumi:dev::kafka-platform::${type}::${name}`;

const resource = (type: string, name: string, inputs: Values, protect: boolean): Resource => ({
  urn: urnOf(type, name),
  type,
  inputs,
  outputs: inputs,
  protect,
});

/** What is before and after a step, by what the operation leaves. */
export interface Sides {
  readonly before?: Values;
  readonly after?: Values;
  readonly paths?: readonly string[];
  /** Whether it is protected before and after. @default neither */
  readonly protect?: readonly [boolean, boolean];
}

/** A step of a preview. */
export const step = (operation: Operation, type: string, name: string, sides: Sides): Step => {
  const { before, after, paths = [], protect = [false, false] } = sides;
  return {
    urn: urnOf(type, name),
    operation,
    ...(before && { before: resource(type, name, before, protect[0]) }),
    ...(after && { after: resource(type, name, after, protect[1]) }),
    paths,
  };
};

/** The inputs of a topic. */
export const topic = (change: Values = {}): Values => ({
  name: "call.events",
  partitions: 24,
  replicationFactor: 3,
  config: { "retention.ms": "604800000", "cleanup.policy": "delete", "min.insync.replicas": "2" },
  ...change,
});

export const topicType = "kafka:index/topic:Topic";
export const setType = "kubernetes:apps/v1:StatefulSet";

/** The inputs of the brokers' StatefulSet. */
export const brokers = (
  template: Values = { spec: { image: "kafka:1" } },
  name = "kafka",
  replicas: unknown = 3,
): Values => ({
  metadata: { name },
  spec: {
    replicas,
    template,
    volumeClaimTemplates: [{ spec: { resources: { requests: { storage: "1Gi" } } } }],
  },
});

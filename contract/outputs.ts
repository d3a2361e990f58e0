import type { Output } from "@pulumi/pulumi";
import { z } from "zod";

/**
 * The version of the outputs' shape, which is this package's major version too. It rises when a member changes its meaning
 * or goes; new members leave it.
 */
export const contractVersion = 1;

/** A topic as applications need to know it. */
const topic = z
  .object({
    name: z.string(),
    partitions: z.number(),
    replicationFactor: z.number(),
  })
  .readonly();

/** Where an application finds what it needs. */
const application = z
  .object({
    /** Its Kubernetes namespace. */
    namespace: z.string(),
    /** The Secret there, with its password and everything else that its clients need. */
    secretName: z.string(),
    /** The user that the Secret's password is of. */
    username: z.string(),
    /** The consumer groups that it may join. */
    groups: z.array(z.string()).readonly(),
    /** What its transactional ids begin with. @default none: it may have no transactions */
    transactionalIdPrefix: z.string().optional(),
    /** By what its own stack makes topics. @default none: it owns none */
    owner: z
      .object({
        /** What their names begin with. */
        topicPrefixes: z.array(z.string()).readonly(),
        /** The Secret in its namespace with the certificate and the key that Kafka knows their owner by. */
        secretName: z.string(),
      })
      .readonly()
      .optional(),
  })
  .readonly();

/** Where a service beside Kafka answers in the cluster. */
const service = z
  .object({
    /** As `http://schema-registry.kafka.svc.cluster.local:8081`. */
    url: z.string(),
  })
  .readonly();

/** How outputs are judged that are read from a stack. What a newer platform tells besides is left out. */
export const platformOutputs = z
  .object({
    contractVersion: z.literal(contractVersion),
    /** The id that Kafka knows the cluster by: who connects can make sure that it is this one. */
    clusterId: z.string(),
    /** The version of Kafka that brokers run, as `4.2.0`. */
    kafkaVersion: z.string(),
    bootstrapServers: z
      .object({
        /** For applications in the cluster. */
        client: z.string(),
        /** For those outside it who have a certificate; one address for each broker, in the order of their ids. */
        external: z.array(z.string()).readonly(),
      })
      .readonly(),
    /** The certificates of all authorities by which brokers prove themselves, as PEM. */
    certificateAuthorities: z.string(),
    /** The topics by their names. */
    topics: z.record(z.string(), topic).readonly(),
    /** The applications by their names. */
    applications: z.record(z.string(), application).readonly(),
    /** @default the platform has none */
    schemaRegistry: service.optional(),
    /** @default the platform has none */
    connect: service.optional(),
  })
  .readonly();

/** What the platform's stack tells the stacks of applications. None of it is a secret. */
export type PlatformOutputs = z.output<typeof platformOutputs>;

/** A topic as applications need to know it. */
export type TopicOutputs = z.output<typeof topic>;

/** Where an application finds what it needs. */
export type ApplicationOutputs = z.output<typeof application>;

/** Outputs as the platform's own program has them: some are known only once the resources exist. */
export type Lifted<T> = T extends readonly (infer Item)[]
  ? readonly Lifted<Item>[] | Output<T>
  : T extends object
    ? { readonly [Key in keyof T]: Lifted<T[Key]> } | Output<T>
    : T | Output<T>;

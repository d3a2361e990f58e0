import { z } from "zod";
import { certificates } from "./certificates";
import { external } from "./external";
import { kafka } from "./kafka";
import { kraft } from "./kraft";
import { kubernetes } from "./kubernetes";
import { storage } from "./storage";
import { zookeeper } from "./zookeeper";

// A wrong value is none, and keeps no other from being read.
const right = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

// A section that is no map says nothing; one that is left out says its defaults.
const section = <S extends z.ZodRawShape>(shape: S) =>
  z
    .object(shape)
    .prefault({} as never)
    .catch({} as never);

const { context, namespace } = kubernetes.shape;
const { coordination, version, brokers } = kafka.shape;
const controllers = kraft.shape.controllers.unwrap().shape;

const schema = z.object({
  // Where it is wrong, another cluster might be asked.
  kubernetes: z.object({ context, namespace }).prefault({}),
  kafka: section({ coordination: right(coordination), version: right(version), brokers: right(brokers) }),
  // What is neither absent nor a map may be meant as either kind of controllers.
  kraft: right(
    z.object({
      metadataVersion: right(kraft.shape.metadataVersion),
      controllers: z
        .object({ count: right(controllers.count), storageSize: right(controllers.storageSize) })
        .optional(),
    }),
  ),
  zookeeper: right(
    z.object({ servers: right(zookeeper.shape.servers), storageSize: right(zookeeper.shape.storageSize) }),
  ),
  certificates: section({ authorities: right(certificates.shape.authorities) }),
  storage: section({ size: right(storage.shape.size), storageClass: right(storage.shape.storageClass) }),
  external: section({ addresses: right(external.shape.addresses) }),
});

/** What settings tell for sure, though there are mistakes in them: what a cluster that exists is compared with. */
export type KnownSettings = z.output<typeof schema>;

/**
 * Reads what is right by itself, whatever else is wrong.
 *
 * @param raw the settings as the stack's file has them, without the project's prefix
 * @returns nothing where they do not tell which cluster it is about
 */
export const knownSettings = (raw: Readonly<Record<string, unknown>>): KnownSettings | undefined =>
  schema.safeParse(raw).data;

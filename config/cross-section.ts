import { z } from "zod";
import { compareReleases } from "../lib/releases";
import { rule } from "../lib/validation";
import { external, lastNodePort } from "./external";
import { kafka } from "./kafka";
import { kraft } from "./kraft";

const { coordination, version, brokers } = kafka.shape;
const { nodePortBase, addresses } = external.shape;

// What is in a section has been judged by itself: here it matters whether there is one.
const sections = z.object({
  kafka: z.object({ coordination }),
  kraft: z.unknown().optional(),
  zookeeper: z.unknown().optional(),
});

const coordinations = [
  { section: "kraft", other: "zookeeper", least: "kraft.metadataVersion" },
  { section: "zookeeper", other: "kraft", least: "zookeeper.resources and zookeeper.jvm" },
] as const;

const needed = coordinations.map(({ section, least }) =>
  rule({
    path: [section],
    rule: `must be there with coordination ${section}`,
    remedy: `Write at least ${least}, or the other coordination`,
    needs: sections,
    holds: (value) => value.kafka.coordination !== section || value[section] !== undefined,
  }),
);

const useful = coordinations.map(({ section, other }) =>
  rule({
    path: [section],
    rule: `must not be there with coordination ${other}, where it does nothing`,
    remedy: "Remove it, or write the other coordination",
    needs: sections,
    holds: (value) => value.kafka.coordination !== other || value[section] === undefined,
  }),
);

const metadataVersionWithinRelease = rule({
  path: ["kraft", "metadataVersion"],
  rule: "must not be above the release of kafka.version",
  remedy: "Lower it to what all brokers run: it is raised after the brokers, and never goes back",
  needs: z.object({
    kafka: z.object({ coordination: z.literal("kraft"), version }),
    kraft: z.object({ metadataVersion: kraft.shape.metadataVersion }),
  }),
  holds: (value) => compareReleases(value.kraft.metadataVersion, value.kafka.version) <= 0,
});

const roomForNodePorts = rule({
  path: ["external", "nodePortBase"],
  rule: `must leave each of kafka.brokers a port up to ${lastNodePort}`,
  remedy: "Choose the first of as many NodePorts in a row as there are brokers",
  needs: z.object({
    kafka: z.object({ brokers }),
    external: z.object({ type: z.literal("NodePort"), nodePortBase }),
  }),
  holds: (value) => value.external.nodePortBase + value.kafka.brokers - 1 <= lastNodePort,
});

const oneAddressEach = rule({
  path: ["external", "addresses"],
  rule: "must be as many as kafka.brokers with type LoadBalancer",
  remedy: "List one address for each broker, in their order",
  needs: z.object({
    kafka: z.object({ brokers }),
    external: z.object({ type: z.literal("LoadBalancer"), addresses: addresses.unwrap() }),
  }),
  holds: (value) => value.external.addresses.length === value.kafka.brokers,
});

/** The rules that sections have among each other. */
export const crossSectionRules = [...needed, ...useful, metadataVersionWithinRelease, roomForNodePorts, oneAddressEach];

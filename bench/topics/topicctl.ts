import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../local/support/run";
import type { Peers } from "../../local/toolchain/toolchain";
import type { Access } from "./access";
import type { TopicSet } from "./topic-set";

const where = { region: "local", environment: "bench" };
const cluster = "bench";

/** What topicctl knows a cluster by. */
export const clusterFile = ({ addresses, files }: Access) => ({
  meta: { name: cluster, ...where },
  spec: {
    bootstrapAddrs: addresses,
    tls: { enabled: true, caCertPath: files.ca, certPath: files.cert, keyPath: files.key },
  },
});

/** What topicctl knows a topic by. */
export const topicFile = (name: string, { partitions, replicationFactor, config }: TopicSet) => ({
  meta: { name, cluster, ...where },
  spec: { partitions, replicationFactor, placement: { strategy: "any" }, settings: config },
});

/** Prepares topicctl in an empty folder. @returns what makes the topics, one after the other with a pause, as it does */
export function topicctl(dir: string, set: TopicSet, access: Access, { others }: Peers): () => Promise<unknown> {
  const write = (file: string, content: object) => {
    writeFileSync(join(dir, file), JSON.stringify(content)); // which is YAML too
    return file;
  };
  const known = write("cluster.yaml", clusterFile(access));
  mkdirSync(join(dir, "topics"));
  const files = set.names.map((name) => write(`topics/${name}.yaml`, topicFile(name, set)));
  return () =>
    run(join(others, "topicctl"), ["apply", "--skip-confirm", "--cluster-config", known, ...files], { cwd: dir });
}

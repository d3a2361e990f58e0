import { textFilesOf } from "../../lib/broker-files";
import { objectsOf } from "../../lib/kubernetes";
import { brokersOf, memberSettings, replicasOf } from "../../lib/members";
import { below, tell } from "../../lib/place";
import { parseProperties } from "../../lib/properties";
import { type Judged, stackRule } from "../../lib/rule";
import { topicsOf } from "../../lib/topics";

// More than these, other rules refuse, wherever it stands.
const most = 3;

export const platformReplicationWithinBrokers = stackRule({
  name: "platform-replication-within-brokers",
  must: "There are at least as many brokers as a topic has replicas.",
  why: "Each replica needs a broker of its own. With too few, Kafka makes no topic, those for offsets and transactions included, and nobody can read or write.",
  fix: "Set spec.replicas of the brokers' StatefulSet to the greatest number of replicas, which is 3, or more.",
  absolute: true,
  settings: memberSettings,
  judge: (resources, { namespace }) => {
    const needed = [...topicReplicas(resources), ...defaultReplicas(resources)].filter(({ count }) => count <= most);
    return brokersOf(resources, namespace).flatMap((brokers) => {
      const replicas = replicasOf(brokers) ?? Number.NaN;
      const [first, ...others] = needed.filter(({ count }) => !(count <= replicas));
      if (first === undefined) {
        return [];
      }
      const more = others.length === 0 ? "" : `, as ${others.length} more need`;
      const found = `${tell(below(brokers.object, "spec", "replicas"))}, not the ${first.count} that ${first.who} needs${more}`;
      return [{ found, urn: brokers.object.urn }];
    });
  },
});

interface Need {
  readonly who: string;
  readonly count: number;
}

const topicReplicas = (resources: readonly Judged[]): readonly Need[] =>
  topicsOf(resources).flatMap(({ name, props: { replicationFactor } }) =>
    typeof replicationFactor === "number" ? [{ who: `the topic ${name}`, count: replicationFactor }] : [],
  );

// For offsets, transactions and share groups there are numbers of their own.
const isNumberOfReplicas = (key: string): boolean => /(^|\.)replication\.factor$/.test(key);

const defaultReplicas = (resources: readonly Judged[]): readonly Need[] =>
  resources
    .flatMap(objectsOf)
    .flatMap(textFilesOf)
    .flatMap(({ value }) => (typeof value === "string" ? [...parseProperties(value)] : []))
    .filter(([key, value]) => isNumberOfReplicas(key) && /^\d+$/.test(value))
    .map(([who, count]) => ({ who, count: Number(count) }));

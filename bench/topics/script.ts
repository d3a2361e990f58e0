import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderProperties } from "../../lib/properties";
import { fillKafkaHome } from "../../local/images/kafka";
import type { KafkaRelease } from "../../local/images/versions";
import { run } from "../../local/support/run";
import type { Access } from "./access";
import type { TopicSet } from "./topic-set";

/** The loop of commands that makes a set. @param home where Kafka is, @param properties the administrator's file */
export function loop(
  { names, partitions, replicationFactor, config }: TopicSet,
  home: string,
  properties: string,
): string {
  const settings = Object.entries(config).map(([key, value]) => `--config ${key}=${value}`);
  const size = `--partitions ${partitions} --replication-factor ${replicationFactor}`;
  return `set -e
for topic in ${names.join(" ")}; do
  ${home}/bin/kafka-topics.sh --bootstrap-server "$1" --command-config ${properties} --create --topic $topic ${size} ${settings.join(" ")}
done
`;
}

/** Prepares Kafka's own command in an empty folder. @returns what makes the topics by it, one after the other */
export async function script(
  dir: string,
  set: TopicSet,
  access: Access,
  release: KafkaRelease,
): Promise<() => Promise<unknown>> {
  await fillKafkaHome(release, dir);
  const properties = join(dir, "administrator.properties");
  const settings = {
    "security.protocol": "SSL",
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": access.files.combined,
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": access.files.ca,
  };
  writeFileSync(properties, renderProperties(settings));
  return () => run("sh", ["-c", loop(set, dir, properties), "sh", access.addresses.join(",")]);
}

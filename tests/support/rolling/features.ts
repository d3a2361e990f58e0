import { inPod } from "./pods";

/** The features that a KRaft cluster has in force, by their names, each with its level as Kafka writes it. */
export async function finalizedFeatures(): Promise<Readonly<Record<string, string>>> {
  const told = await inPod("kafka-0", "kafka-features --bootstrap-server localhost:9092 describe");
  const lines = told.matchAll(/^Feature: (\S+)\s.*FinalizedVersionLevel: (\S+)/gm);
  return Object.fromEntries([...lines].map(([, name, level]) => [name, level]));
}

import { critical, immutable, standard } from "../../catalog/profiles";
import type { Topic } from "../../catalog/topic";
import type { LiveTopic } from "../../components/gates/live-topics";
import { topicConfig } from "../../components/topics/topic-config";
import { durationOf, sizeOf } from "../../lib/units";
import type { Said } from "./said";

const profiles = { standard, critical, immutable } as const;

/** A topic as catalog/topics.ts has it. */
export interface TopicEntry {
  /** The profile that it is made by. */
  readonly profile: Topic["class"];
  /** What is said of it beside the profile. */
  readonly fields: Parameters<typeof standard>[0];
}

/** The topic of an entry. */
export const topicOf = ({ profile, fields }: TopicEntry): Topic => profiles[profile](fields);

/** A topic as it is on the cluster. Where the catalog cannot say it so, it says something else. */
export function topicEntry(live: LiveTopic, { owner, purpose, classification, class: profile }: Said): TopicEntry {
  const { partitions, replicationFactor, config, defaults = {} } = live;
  const setting = (key: string) => config[key] ?? defaults[key];
  const needed = { owner, purpose, classification, partitions };
  const byProfile = profiles[profile](needed);
  const found: Partial<Topic> = {
    replicationFactor,
    minInsyncReplicas: Number(setting("min.insync.replicas") ?? 1),
    cleanupPolicy: (setting("cleanup.policy") ?? "delete") as Topic["cleanupPolicy"],
    retention: retentionOf(Number(setting("retention.ms") ?? -1)),
    retentionBytes: sizeOf(Number(setting("retention.bytes") ?? -1)),
  };
  const said = topicConfig({ ...byProfile, config: {} });
  const further = Object.entries(config).filter(([key, value]) => !(key in said) && value !== byProfile.config?.[key]);
  return {
    profile,
    fields: {
      ...needed,
      ...Object.fromEntries(
        Object.entries(found).filter(([field, value]) => value !== byProfile[field as keyof Topic]),
      ),
      ...(further.length > 0 && { config: Object.fromEntries(further) }),
    },
  };
}

const retentionOf = (amount: number): string => (amount > 0 ? durationOf(amount) : "forever");

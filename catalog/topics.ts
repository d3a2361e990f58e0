import type { Topic } from "./topic";

// Partition counts bound the consumers that can share a topic's work; 24 are for the streams that carry the most.

/** The platform's topics by name. Every one has a copy on each of three brokers, and two before a write counts. */
export const topics: Readonly<Record<string, Topic>> = {
  "call.events": events("Call lifecycle events", 24),
  "ai.interactions": events("AI conversation events", 24),
  "crm.updates": events("Customer updates", 12),
  "system.metrics": events("Performance metrics", 24),
  "notification.events": events("User notifications", 12),
  "integration.events": events("External integrations", 12),
  "analytics.events": events("Analytics data", 24),

  "billing.transactions": {
    purpose: "Financial transactions, written exactly once: the last state of each for 30 days",
    partitions: 12,
    replicationFactor: 3,
    minInsyncReplicas: 2,
    cleanupPolicy: "compact,delete",
    retention: "30d",
  },

  "security.audit": {
    purpose: "Security audit trail, written exactly once and never erased",
    partitions: 12,
    replicationFactor: 3,
    minInsyncReplicas: 2,
    cleanupPolicy: "compact",
    retention: "forever",
    config: {
      // No record ever gets old enough for compaction, so neither a newer record of its key nor a tombstone erases it …
      "min.compaction.lag.ms": "9223372036854775807",
      // … and its age is the broker's to say, not the producer's.
      "message.timestamp.type": "LogAppendTime",
    },
  },
};

/** A stream of events: a week of them, and then they go. */
function events(purpose: string, partitions: number): Topic {
  return {
    purpose,
    partitions,
    replicationFactor: 3,
    minInsyncReplicas: 2,
    cleanupPolicy: "delete",
    retention: "7d",
  };
}

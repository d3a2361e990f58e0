import { critical, immutable, standard } from "./profiles";
import type { Topic } from "./topic";

// Partition counts bound the consumers that can share a topic's work; 24 are for the streams that carry the most.
//
// Rates are what production's disks are planned for: owners correct them when they have measured.

/** The platform's topics by name. Every one has a copy on each of three brokers, and two before a write counts. */
export const topics: Readonly<Record<string, Topic>> = {
  "call.events": standard({
    owner: "voicecore",
    purpose: "Call lifecycle events",
    classification: "confidential",
    schemaSubject: "call.events-value",
    partitions: 24,
    expectedRate: "64Ki",
  }),
  "ai.interactions": standard({
    owner: "voicecore",
    purpose: "AI conversation events",
    classification: "confidential",
    partitions: 24,
    expectedRate: "64Ki",
  }),
  "crm.updates": standard({
    owner: "voicecore",
    purpose: "Customer updates",
    classification: "confidential",
    partitions: 12,
    expectedRate: "32Ki",
  }),
  "system.metrics": standard({
    owner: "voicecore",
    purpose: "Performance metrics",
    classification: "internal",
    partitions: 24,
    expectedRate: "64Ki",
  }),
  "notification.events": standard({
    owner: "voicecore",
    purpose: "User notifications",
    classification: "confidential",
    partitions: 12,
    expectedRate: "32Ki",
  }),
  "integration.events": standard({
    owner: "voicecore",
    purpose: "External integrations",
    classification: "internal",
    partitions: 12,
    expectedRate: "32Ki",
  }),
  "analytics.events": standard({
    owner: "voicecore",
    purpose: "Analytics data",
    classification: "internal",
    partitions: 24,
    expectedRate: "64Ki",
  }),
  "billing.transactions": critical({
    owner: "voicecore",
    purpose: "Financial transactions: the last state of each for 30 days",
    classification: "restricted",
    partitions: 12,
    expectedRate: "16Ki",
  }),
  "security.audit": immutable({
    owner: "voicecore",
    purpose: "Security audit trail",
    classification: "restricted",
    partitions: 12,
    expectedRate: "2Ki",
    plannedFor: "365d",
  }),
};

/** What the platform was asked to hold: partitions by topic. All have replication factor 3 and min ISR 2. */
export const SPECIFIED_TOPICS: Readonly<Record<string, number>> = {
  "call.events": 24,
  "ai.interactions": 24,
  "crm.updates": 12,
  "system.metrics": 24,
  "notification.events": 12,
  "integration.events": 12,
  "analytics.events": 24,
  "billing.transactions": 12,
  "security.audit": 12,
};

/** What the platform was asked to be. */

/** Partitions by topic. All have replication factor 3 and min ISR 2. */
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

/** Settings of every broker that no stack may change. */
export const SPECIFIED_DURABILITY = {
  "auto.create.topics.enable": "false",
  "default.replication.factor": "3",
  "min.insync.replicas": "2",
  "offsets.topic.replication.factor": "3",
  "transaction.state.log.min.isr": "2",
  "transaction.state.log.replication.factor": "3",
  "unclean.leader.election.enable": "false",
};

/** Settings of production's brokers. */
export const SPECIFIED_PRODUCTION = {
  ...SPECIFIED_DURABILITY,
  "num.network.threads": "8",
  "num.io.threads": "8",
  "socket.send.buffer.bytes": "102400",
  "socket.receive.buffer.bytes": "102400",
  "log.segment.bytes": "1073741824",
  "compression.type": "snappy",
};

/** The flags of production's garbage collector. */
export const SPECIFIED_COLLECTOR = [
  "-XX:+UseG1GC",
  "-XX:MaxGCPauseMillis=20",
  "-XX:InitiatingHeapOccupancyPercent=35",
  "-XX:G1HeapRegionSize=16M",
];

/** What the names of the platform's own topics begin with. */
export const platformPrefix = "platform.";

/** A topic's name as Kafka's metrics write it. Kafka takes no two topics that have the same there. */
export const metricName = (topic: string): string => topic.replaceAll(".", "_");

/** What the names of the platform's own topics begin with. */
export const platformPrefix = "platform.";

/** A topic's name as Kafka's metrics write it. Kafka takes no two topics that have the same there. */
export const metricName = (topic: string): string => topic.replaceAll(".", "_");

/** What Kafka takes as a topic's name, without those that it keeps for itself. */
export const kafkaName = /^(?!\.{1,2}$)(?!__)[A-Za-z0-9._-]{1,249}$/;

/** Whether a topic is the platform's own, as far as metrics can tell. */
export const isPlatforms = (topic: string): boolean => metricName(topic).startsWith(metricName(platformPrefix));

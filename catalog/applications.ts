import type { Application } from "./application";

const everything = [
  "call.events",
  "ai.interactions",
  "crm.updates",
  "system.metrics",
  "notification.events",
  "integration.events",
  "analytics.events",
  "billing.transactions",
  "security.audit",
];

/** The applications by name: what each one may do, which is what it says it does and nothing else. */
export const applications: Readonly<Record<string, Application>> = {
  "voicecore-producer": {
    owner: "voicecore",
    purpose: "Everything that VoiceCore writes",
    namespace: "voicecore",
    produces: everything,
    transactionalIdPrefix: "voicecore-producer-",
    quota: { produce: "100Mi", consume: "1Mi" },
  },
  "voicecore-consumers": {
    owner: "voicecore",
    purpose: "Everything that VoiceCore reads",
    namespace: "voicecore",
    consumes: everything,
    groups: ["voicecore-consumers"],
    quota: { produce: "1Mi", consume: "200Mi" },
  },
};

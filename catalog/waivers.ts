import type { Waiver } from "./waiver";

/**
 * Leave to lose what is in a topic. Without it, a change that would is refused in every preview; docs/operations.md,
 * "When a change of a topic is refused", says how to go on.
 *
 *   { topic: "old.events", allows: "removal", owner: "voicecore", reason: "…", expires: "2026-12-31" }
 */
export const waivers: readonly Waiver[] = [];

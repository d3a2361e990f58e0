import { resourceTypes } from "../../lib/resource-types";
import type { Resource, Step } from "./preview";

/** What a stack says of a topic besides what Kafka knows. */
export interface DescribedTopic {
  readonly owner?: string;
  readonly keyed?: boolean;
  /** Bytes of its records, each counted once. */
  readonly sizeBound?: number;
}

/** What a stack says of an application. */
export interface DescribedApplication {
  readonly owner?: string;
  readonly namespace?: string;
  readonly produces?: readonly string[];
  readonly consumes?: readonly string[];
  readonly groups?: readonly string[];
}

/** What a stack says of what lives on its platform. */
export interface Described {
  readonly topics: Readonly<Record<string, DescribedTopic>>;
  readonly applications: Readonly<Record<string, DescribedApplication>>;
}

/** What a stack says before a change, or after it. */
export function describedIn(steps: readonly Step[], when: "before" | "after"): Described {
  const inputs = (type: string): Resource["inputs"] =>
    Object.assign({}, ...steps.map((step) => step[when]).flatMap((one) => (one?.type === type ? [one.inputs] : [])));
  const { topics = {} } = inputs(resourceTypes.topics) as Partial<Described>;
  const { applications = {} } = inputs(resourceTypes.applications) as Partial<Described>;
  return { topics, applications };
}

import { resourceTypes } from "../../lib/resource-types";
import type { ExportedState } from "../state";
import type { Step } from "./preview";

/** What a stack says of a topic besides what Kafka knows. */
export interface DescribedTopic {
  readonly owner?: string;
  /** What a lost record would mean. */
  readonly class?: string;
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

interface Said {
  readonly type: string;
  readonly inputs?: object;
}

/** What a stack says before a change, or after it. */
export const describedIn = (steps: readonly Step[], when: "before" | "after"): Described =>
  described(steps.flatMap((step) => step[when] ?? []));

/** What a stack says in the state. */
export const describedInState = ({ deployment }: ExportedState): Described => described(deployment.resources ?? []);

function described(resources: readonly Said[]): Described {
  // What is not known is no map, and says nothing.
  const said = (type: string, key: "topics" | "applications"): object =>
    Object.assign(
      {},
      ...resources
        .filter((one) => one.type === type)
        .map(({ inputs }) => (inputs as Partial<Described> | undefined)?.[key])
        .filter((value) => typeof value === "object"),
    );
  return {
    topics: said(resourceTypes.topics, "topics") as Described["topics"],
    applications: said(resourceTypes.applications, "applications") as Described["applications"],
  };
}

import type { Application } from "../../catalog/application";
import type { Inventory } from "./inventory";

/** A topic that the stack of an application has made. */
export interface OwnedTopic {
  readonly topic: string;
  readonly application: string;
}

type Applications = Readonly<Record<string, Application>>;

/** The topics that applications own, which are none of the program's. */
export const ownedTopics = (applications: Applications, { topics }: Inventory): readonly OwnedTopic[] =>
  Object.entries(applications).flatMap(([application, { owns = [] }]) =>
    Object.keys(topics)
      .filter((topic) => owns.some((prefix) => topic.startsWith(prefix)))
      .map((topic) => ({ topic, application })),
  );

/** What is left without them. */
export function withoutOwned(applications: Applications, inventory: Inventory): Inventory {
  const owned = ownedTopics(applications, inventory).map(({ topic }) => topic);
  const topics = Object.entries(inventory.topics).filter(([name]) => !owned.includes(name));
  return { ...inventory, topics: Object.fromEntries(topics) };
}

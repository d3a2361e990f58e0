import type { Mistake } from "../lib/mistakes";
import { checkTopics, type Topic } from "./topic";

/** What lives on the platform, as data. */
export interface Catalog {
  /** The topics by their names. */
  readonly topics: Readonly<Record<string, Topic>>;
}

/** Everything that is wrong with a catalog, whatever the environment. */
export const checkCatalog = ({ topics }: Catalog): Mistake[] => checkTopics(topics);

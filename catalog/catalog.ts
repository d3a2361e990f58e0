import type { Mistake } from "../lib/mistakes";
import type { Application } from "./application";
import { checkApplications } from "./application-rules";
import { applications } from "./applications";
import { checkTopics, type Topic } from "./topic";
import { topics } from "./topics";
import { checkWaivers, type Waiver } from "./waiver";
import { waivers } from "./waivers";

/** What lives on the platform, as data. */
export interface Catalog {
  /** The topics by their names. */
  readonly topics: Readonly<Record<string, Topic>>;
  /** The applications by their names. */
  readonly applications: Readonly<Record<string, Application>>;
  /** Leave to lose what is in a topic. */
  readonly waivers: readonly Waiver[];
}

/** The platform's own. */
export const catalog: Catalog = { topics, applications, waivers };

/** Everything that is wrong with a catalog, whatever the environment. */
export const checkCatalog = ({ topics, applications, waivers }: Catalog, now = new Date()): Mistake[] => [
  ...checkTopics(topics, waivers),
  ...checkApplications(applications, topics),
  ...checkWaivers(waivers, topics, now),
];

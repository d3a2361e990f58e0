import { z } from "zod";
import { flag } from "./fields";

/** What holds for every topic of the catalog in this environment. */
export const topics = z.strictObject({
  /** Whether Pulumi refuses to delete or replace a topic. @default true */
  protect: flag.default(true),
});

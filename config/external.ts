import { z } from "zod";
import { explained } from "../lib/validation";

/** How administrators, this program among them, reach each broker from outside the cluster. */
export const external = z.strictObject({
  /**
   * The NodePort of broker 0; broker 1 has the next one, and so on. The range leaves room for three brokers below the
   * end of Kubernetes' own. @default 31090
   */
  nodePortBase: explained(
    z.int().min(30_000).max(32_765),
    "must be a whole number from 30000 to 32765",
    "Choose the first of three NodePorts in a row that no Service uses",
  ).default(31_090),
  /**
   * Names or addresses at which the nodes' ports answer where this program runs; brokers share them in turn.
   * @default the nodes' internal addresses
   */
  addresses: explained(
    z.array(z.string().regex(/^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$/)).min(1),
    "must be a list of host names or IPv4 addresses",
    "List at least one, without ports, or leave it out for the nodes' own addresses",
  ).optional(),
});

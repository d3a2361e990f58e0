import { renderProperties } from "../../lib/properties";
import { type DurabilityArgs, durability, logPath } from "../kafka/broker-config";
import { kraftAuthorizer, quorumProperties, type Voter } from "../kafka/coordination";
import { listenerProperties } from "../kafka/listeners";
import { authorization, serverTls } from "../kafka/security";

/** What a controller's configuration is made from. */
export interface ControllerConfigArgs extends DurabilityArgs {
  readonly voters: readonly Voter[];
  /** Distinguished names of those who may do everything. */
  readonly superUsers: readonly string[];
}

/**
 * The text of a controller's server.properties. It has the brokers' durability too: controllers decide who leads, and
 * how many replicas a topic gets that does not say it.
 */
export const renderControllerProperties = (args: ControllerConfigArgs): string =>
  renderProperties({
    "log.dirs": logPath,
    ...durability(args, true),
    ...serverTls,
    ...listenerProperties(["CONTROLLER"]),
    ...authorization(kraftAuthorizer, args.superUsers),
    ...quorumProperties("controller", args.voters),
  });

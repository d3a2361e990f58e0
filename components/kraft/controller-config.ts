import { renderProperties } from "../../lib/properties";
import { type BrokerConfigArgs, type DurabilityArgs, durability, logPath } from "../kafka/broker-config";
import { kraftAuthorizer, quorumProperties, type Voter } from "../kafka/coordination";
import { listenerProperties } from "../kafka/listeners";
import { authorization, serverTls } from "../kafka/security";

/** What a controller's configuration is made from. */
export interface ControllerConfigArgs extends DurabilityArgs, Pick<BrokerConfigArgs, "properties"> {
  readonly voters: readonly Voter[];
  /** Distinguished names of those who may do everything. */
  readonly superUsers: readonly string[];
}

/**
 * The text of a controller's server.properties. It has the brokers' durability too: controllers decide who leads, and
 * how many replicas a topic gets that does not say it. And it has their further properties, of which some are the
 * controllers' to follow, such as a topic's partitions and whether topics may be deleted; it passes over the others.
 */
export const renderControllerProperties = (args: ControllerConfigArgs): string =>
  renderProperties({
    ...args.properties,
    "log.dirs": logPath,
    ...durability(args, true),
    ...serverTls,
    ...listenerProperties(["CONTROLLER"]),
    ...authorization(kraftAuthorizer, args.superUsers),
    ...quorumProperties("controller", args.voters),
  });

import type { BrokerConfigArgs, BrokerPlace } from "../../../../components/kafka/broker-config";
import { brokerVoters } from "../../../../components/kafka/coordination";
import { controllerVoters } from "../../../../components/kraft/names";
import { zooKeeperConnect } from "../../../../components/zookeeper/names";

export const superUsers = ["CN=kafka,O=kafka", "CN=kafka-admin,O=kafka"];

/** A broker in each kind of cluster. */
export const places = {
  combined: {
    superUsers,
    coordination: { mode: "kraft", combined: true, voters: brokerVoters("kafka"), metadataVersion: "4.2" },
  },
  dedicated: {
    superUsers,
    coordination: { mode: "kraft", combined: false, voters: controllerVoters(3, "kafka"), metadataVersion: "4.2" },
  },
  zookeeper: { superUsers, coordination: { mode: "zookeeper", connect: zooKeeperConnect(3, "kafka") } },
} as const satisfies Record<string, BrokerPlace>;

export type PlaceName = keyof typeof places;
export const placeNames = Object.keys(places) as PlaceName[];

/** A broker's settings, with the values that a stack gets which names none. */
export const brokerArgs: BrokerConfigArgs = {
  replicationFactor: 3,
  minInsyncReplicas: 2,
  networkThreads: 3,
  ioThreads: 4,
  socketSendBuffer: "100Ki",
  socketReceiveBuffer: "100Ki",
  logSegmentSize: "1Gi",
  compression: "snappy",
  properties: {},
};

/** The properties in a rendered file, none of which may be there twice. */
export function parsed(text: string): Record<string, string> {
  const lines = text.trimEnd().split("\n");
  const pairs = lines.map((line): [string, string] => {
    const separator = line.indexOf("=");
    return [line.slice(0, separator), line.slice(separator + 1)];
  });
  const properties = Object.fromEntries(pairs);
  if (Object.keys(properties).length !== lines.length) {
    throw new Error("a property is there twice");
  }
  return properties;
}

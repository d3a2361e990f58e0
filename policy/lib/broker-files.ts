import { isConfigMap, isSecret, type KubernetesObject, kubernetesTypes, namespaceOf, objectsOf } from "./kubernetes";
import { below, entries, isAbsent, type Place, tell } from "./place";
import { isMap, type Plain, show } from "./plain";
import { parseProperties } from "./properties";
import { type Judged, type Rule, resourceRule, type Words } from "./rule";

/** A file that a ConfigMap or a Secret has for pods. */
export interface TextFile extends Place {
  readonly key: string;
  /** The text, or what stands there instead. */
  readonly value: Plain;
}

const encodings: Readonly<Record<string, Readonly<Record<string, "text" | "base64">>>> = {
  ConfigMap: { data: "text", binaryData: "base64" },
  Secret: { data: "base64", stringData: "text" },
};

/** Whether it has files for pods. */
export const hasFiles = (object: KubernetesObject): boolean => isConfigMap(object) || isSecret(object);

const encodingsIn = (object: KubernetesObject) => Object.entries((hasFiles(object) && encodings[object.kind]) || {});

/** The files of a ConfigMap or a Secret. */
export const textFilesOf = (object: KubernetesObject): readonly TextFile[] =>
  encodingsIn(object).flatMap(([place, encoding]) =>
    entries(below(object, place)).map(({ value, ...file }) => ({
      ...file,
      value: encoding === "base64" && typeof value === "string" ? Buffer.from(value, "base64").toString() : value,
    })),
  );

/** The configuration of a broker or a controller. */
export interface BrokerFile {
  readonly path: string;
  /** The namespace of what it is in. */
  readonly namespace: Plain;
  /** Whether it makes a node that is a controller and no broker. */
  readonly isController: boolean;
  readonly properties: ReadonlyMap<string, string>;
}

// No node starts without one of them but on Kafka's defaults. An id alone is found in files of other programs too.
const marks = ["process.roles", "log.dirs", "log.dir", "broker.id", "zookeeper.connect"];

/** The configurations of nodes that an object has, under whatever names. */
export const brokerFilesIn = (object: KubernetesObject): readonly BrokerFile[] =>
  textFilesOf(object).flatMap(({ path, value }) => {
    const properties = typeof value === "string" ? parseProperties(value) : new Map<string, string>();
    const isController = properties.get("process.roles") === "controller";
    return marks.some((mark) => properties.has(mark))
      ? [{ path, namespace: namespaceOf(object).value, isController, properties }]
      : [];
  });

/** The configurations of nodes that a resource has. */
export const brokerFilesOf = (resource: Judged): readonly BrokerFile[] => objectsOf(resource).flatMap(brokerFilesIn);

/** Files of an object that are not known yet, or are none. @returns where, and what is there */
export const unreadableFilesIn = (object: KubernetesObject): readonly string[] =>
  [
    ...encodingsIn(object)
      .map(([place]) => below(object, place))
      .filter((place) => !isAbsent(place) && !isMap(place.value)),
    ...textFilesOf(object).filter(({ key, value }) => key.endsWith(".properties") && typeof value !== "string"),
  ].map(tell);

/** What a rule says of a property that is wrong. */
export const said = ({ properties }: BrokerFile, key: string): string => `${key} is ${show(properties.get(key))}`;

/** A whole number as Kafka reads it. @returns nothing for anything else */
export function numberOf({ properties }: BrokerFile, key: string): number | undefined {
  const value = properties.get(key);
  return value !== undefined && /^[+-]?\d+$/.test(value) ? Number(value) : undefined;
}

/** Whether a property is written out as false, in letters of any size. */
export const isFalse = ({ properties }: BrokerFile, key: string): boolean =>
  properties.get(key)?.toLowerCase() === "false";

/** The properties with a name, those that hold for one listener or for the way to ZooKeeper too. */
export const allNamed = ({ properties }: BrokerFile, name: string): readonly string[] =>
  [...properties.keys()].filter((key) => key === name || key.endsWith(`.${name}`));

/** The parts of a list in a property. */
export const partsOf = (value: string | undefined, separator = ","): readonly string[] =>
  (value ?? "")
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** A rule about the configuration of each node. */
export interface BrokerRuleArgs extends Words {
  /** Whether it is about brokers only, and not about nodes that are controllers alone. @default false */
  readonly brokersOnly?: boolean;
  /** @returns what was found of each breach */
  readonly judge: (file: BrokerFile) => readonly string[];
}

/** A rule about the configuration of each node, wherever that stands. */
export const brokerRule = ({ brokersOnly = false, judge, ...words }: BrokerRuleArgs): Rule =>
  resourceRule({
    ...words,
    of: kubernetesTypes,
    judge: (resource) =>
      brokerFilesOf(resource)
        .filter(({ isController }) => !brokersOnly || !isController)
        .flatMap((file) => judge(file).map((found) => `in ${file.path}, ${found}`)),
  });

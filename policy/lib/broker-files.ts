import { at, isMap, notKnown, type Plain, show } from "./plain";
import { type KubernetesObject, kubernetesTypes, objectsOf } from "./pod-templates";
import { parseProperties } from "./properties";
import { type Judged, type Rule, resourceRule, type Words } from "./rule";

/** A file that a ConfigMap or a Secret has for pods. */
export interface TextFile {
  /** Where it stands, as `data["server.properties"]`. */
  readonly path: string;
  readonly key: string;
  /** The text, or what stands there instead. */
  readonly text: Plain;
}

const places: Readonly<Record<string, Readonly<Record<string, "text" | "base64">>>> = {
  ConfigMap: { data: "text", binaryData: "base64" },
  Secret: { data: "base64", stringData: "text" },
};

/** The places of files in an object, with what is there. @returns none where it is of a kind that has no files */
export const placesOf = ({ kind, value, path }: KubernetesObject): readonly { path: string; files: Plain }[] =>
  Object.keys(places[kind] ?? {}).map((place) => ({ path: `${path}${place}`, files: value[place] }));

/** The files of a ConfigMap or a Secret. */
export const textFilesOf = ({ kind, value, path }: KubernetesObject): readonly TextFile[] =>
  Object.entries(places[kind] ?? {}).flatMap(([place, encoding]) => {
    const files = value[place] ?? {};
    return isMap(files)
      ? Object.entries(files).map(([key, text]) => ({
          path: `${path}${place}["${key}"]`,
          key,
          text: encoding === "base64" && typeof text === "string" ? Buffer.from(text, "base64").toString() : text,
        }))
      : [];
  });

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
  textFilesOf(object).flatMap(({ path, text }) => {
    const properties = typeof text === "string" ? parseProperties(text) : new Map<string, string>();
    return marks.some((mark) => properties.has(mark))
      ? [
          {
            path,
            namespace: at(object.value, "metadata", "namespace"),
            isController: properties.get("process.roles") === "controller",
            properties,
          },
        ]
      : [];
  });

/** The configurations of nodes that a resource has. */
export const brokerFilesOf = (resource: Judged): readonly BrokerFile[] => objectsOf(resource).flatMap(brokerFilesIn);

/** Whether files of an object are not known yet, or are none. @returns where, and what is there */
export const unreadableIn = (object: KubernetesObject): readonly string[] => [
  ...placesOf(object)
    .filter(({ files }) => files !== undefined && files !== null && !isMap(files))
    .map(({ path, files }) => `${path} is ${show(files)}`),
  ...textFilesOf(object)
    .filter(({ key, text }) => key.endsWith(".properties") && (text === notKnown || typeof text !== "string"))
    .map(({ path, text }) => `${path} is ${show(text)}`),
];

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

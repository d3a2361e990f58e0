import assert from "node:assert/strict";
import { renderProperties } from "../../../lib/properties";
import type { Registration } from "../../components/mocks";
import { type Change, type Mutant, setting } from "../mutations";

type Resource = NonNullable<Mutant["resource"]>;

/** What holds the files of the brokers, and of controllers in pods of their own. */
export const brokerFiles: Resource = ["kubernetes:core/v1:ConfigMap", "kafka-files"];
export const controllerFiles: Resource = ["kubernetes:core/v1:ConfigMap", "kafka-controller-files"];
/** The brokers. */
export const brokers: Resource = ["kubernetes:apps/v1:StatefulSet", "kafka-brokers"];

/** A value that stands elsewhere, where no rule can see it. */
export const reference = ["$", "{env:VALUE}"].join("");

/** What somebody may write in the place of false. */
export const notFalse: readonly string[] = [
  ...["", "true", "TRUE", "True", "t", "f", "yes", "no", "on", "off", "0", "1", "2", "null", "enabled", "disabled"],
  ...["falsch", "fals", "false;", "false,false", "never", reference],
];

const place = "data[server.properties]";
const textIn = (resource: Registration): string => resource.inputs.data["server.properties"];

/** Changes the text of server.properties. */
export const text =
  (change: (before: string) => string): Change =>
  (resource) => {
    const after = change(textIn(resource));
    assert.notEqual(after, textIn(resource), "the text is the same");
    return setting(place, after)(resource);
  };

const without = (before: string, key: string): string =>
  before
    .split("\n")
    .filter((line) => !line.startsWith(`${key}=`))
    .join("\n");

/** Sets a property in server.properties; undefined takes its line away. */
export const line = (key: string, value: string | undefined): Change =>
  text((before) => `${without(before, key)}${value === undefined ? "" : renderProperties({ [key]: value })}`);

/** Mutants that have another value each of a property; undefined takes its line away. */
export const lines = (key: string, ...list: readonly (string | undefined)[]): readonly Mutant[] =>
  list.map((value) => ({
    title: value === undefined ? `${key} is not written` : `${key} is ${JSON.stringify(value)}`,
    change: line(key, value),
  }));

const base64 = (plain: string): string => Buffer.from(plain).toString("base64");

const encoded = (files: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [name, base64(content)]));

const appended = (after: string): Change => text((before) => `${before}${after}`);
const instead = (key: string, after: string): Change => text((before) => `${without(before, key)}${after}`);

/** The same wrong value of a property, written in every way that Kafka reads, and in every place where pods find it. */
export function disguises(key: string, value: string): readonly Mutant[] {
  const half = Math.ceil(key.length / 2);
  const wrong = line(key, value);
  const folded =
    (fold: (inputs: Registration["inputs"]) => object): Change =>
    (resource) => {
      const { inputs } = wrong(resource);
      return { ...resource, inputs: fold({ ...inputs, kind: "ConfigMap" }) };
    };
  const known = ["broker-configuration-known"];
  const ways: Readonly<Record<string, Change>> = {
    "in a later line": appended(`${key}=${value}\n`),
    "with spaces": instead(key, `  ${key}  =  ${value}  \n`),
    "after a colon": instead(key, `${key}: ${value}\n`),
    "after a blank": instead(key, `${key} ${value}\n`),
    "after a tab": instead(key, `\t${key}\t${value}\n`),
    "over two lines": instead(key, `${key}=\\\n    ${value}\n`),
    "with a key over two lines": instead(key, `${key.slice(0, half)}\\\n  ${key.slice(half)}=${value}\n`),
    "with an escaped key": instead(
      key,
      `\\u${key.charCodeAt(0).toString(16).padStart(4, "0")}${key.slice(1)}=${value}\n`,
    ),
    "with a needless backslash": instead(key, `${key.replace(".", "\\.")}=${value}\n`),
    "with lines of Windows": text((before) => `${without(before, key)}${key}=${value}\n`.replaceAll("\n", "\r\n")),
    "with the right one as a comment": instead(key, `# ${key}=right\n${key}=${value}\n!${key}=right\n`),
    "without an end of the line": instead(key, `${key}=${value}`),
    "under another name": (resource) => {
      const { "server.properties": after, ...others } = wrong(resource).inputs.data;
      return { ...resource, inputs: { ...resource.inputs, data: { ...others, "broker.conf": after } } };
    },
    "in binaryData": (resource) => {
      const { "server.properties": after, ...data } = wrong(resource).inputs.data;
      const binaryData = { "server.properties": base64(after) };
      return { ...resource, inputs: { ...resource.inputs, data, binaryData } };
    },
  };
  const elsewhere: Readonly<Record<string, readonly [type: string, change: Change, also?: readonly string[]]>> = {
    "in a list": ["ConfigMapList", folded((object) => ({ items: [object] }))],
    "in a list of lists": [
      "List",
      folded((object) => ({
        items: [{ apiVersion: "v1", kind: "ConfigMapList", items: [{ ...object, kind: undefined }] }],
      })),
    ],
    // The pods would find nothing where they look for it.
    "in a Secret": ["Secret", folded(({ data, ...object }) => ({ ...object, data: encoded(data) })), known],
    "in a Secret's text": ["Secret", folded(({ data, ...object }) => ({ ...object, stringData: data })), known],
  };
  return [
    ...Object.entries(ways).map(([way, change]) => ({ title: `${key} is ${value}, ${way}`, change })),
    ...Object.entries(elsewhere).map(([way, [kind, change, also = []]]): Mutant => {
      const type = `kubernetes:core/v1:${kind}`;
      return {
        title: `${key} is ${value}, ${way}`,
        change: (resource) => ({ ...change(resource), type }),
        reports: [type, brokerFiles[1]],
        also,
      };
    }),
  ];
}

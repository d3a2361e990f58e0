import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const paths = (value: unknown, path: string): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, below]) => paths(below, path === "" ? key : `${path}.${key}`))
    : [path];

describe("production, as small as the local cluster", () => {
  it("differs from production in sizes and places, and in what a test may take and leave", () => {
    const file = join(__dirname, "..", "..", "..", "support", "overlays", "prod.yaml");
    const changed = paths(parse(readFileSync(file, "utf8")), "").map((path) => path.replace("kafka-platform:", ""));
    const sizes = ["resources.cpu", "resources.memory", "jvm.heap"];
    assert.deepEqual(
      changed.sort(),
      [
        "kafka.image",
        ...sizes.map((size) => `kafka.${size}`),
        "kafka.readyTimeout",
        "kubernetes.context",
        "storage.retainOnDelete",
        "storage.size",
        ...sizes.map((size) => `zookeeper.${size}`),
        "zookeeper.storageSize",
      ].sort(),
    );
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { applicationSource, topicSource, withEntries } from "../../../../commands/adopt/catalog-file";

const repository = resolve(__dirname, "..", "..", "..", "..");
const textOf = (file: string) => readFileSync(join(repository, file), "utf8");

const entry = topicSource("shop.orders", {
  profile: "standard",
  fields: { owner: "shop", purpose: 'Orders, "all" of them', classification: "internal", partitions: 3 },
});

describe("a file of the catalog with further entries", () => {
  it("has them at the end of its map, and nothing else is another", () => {
    const file = textOf("catalog/topics.ts");
    const text = withEntries(file, "topics", [entry], ["standard"]);
    assert.equal(text, file.replace(/\};\n$/, `${entry},\n};\n`));
  });

  it("is a program that says them, however the map ends", () => {
    const files = [
      "export const topics = {};\n",
      "export const topics = { a: 1 };\n",
      "export const topics = { a: 1, /* the last */ };\n",
      "export const topics = {\n  a: 1,\n  // none more\n};\nexport const other = { b: 1 };\n",
    ];
    for (const file of files) {
      const text = withEntries(file, "topics", ['"x": 2', '"y": 3']) ?? "";
      // biome-ignore lint/security/noGlobalEval: it is the test's own
      const value = eval(`${text.replaceAll("export ", "")}; topics`) as object;
      assert.deepEqual(value, { ...(file.includes("a: 1") && { a: 1 }), x: 2, y: 3 }, text);
    }
  });

  it("imports the profiles that they need", () => {
    const file = 'import { critical } from "./profiles";\n\nexport const topics: Readonly<X> = {\n};\n';
    const text = withEntries(file, "topics", [entry], ["standard", "standard"]) ?? "";
    assert.match(text, /^import \{ critical, standard \} from "\.\/profiles";\n/);
    assert.ok(text.endsWith(`${entry},\n};\n`));
  });

  it("is none where there is no such map, or nothing of the profiles", () => {
    assert.equal(withEntries("export const topics = made();", "topics", [entry]), undefined);
    assert.equal(withEntries("export const others = {};", "topics", [entry]), undefined);
    assert.equal(withEntries("export const topics = {};", "topics", [entry], ["standard"]), undefined);
  });

  it("is as the house writes it, once its formatter has seen it", () => {
    const application = applicationSource("shop", {
      owner: "shop",
      purpose: "Orders",
      namespace: "shop",
      produces: Array.from({ length: 12 }, (_, index) => `shop.orders.${index}`),
      quota: { produce: "1Mi", consume: "1Mi" },
      adopted: true,
    });
    const text = withEntries(textOf("catalog/applications.ts"), "applications", [application]);
    const args = ["check", "--write", "--stdin-file-path=catalog/applications.ts"];
    const biome = join(repository, "node_modules", ".bin", "biome");
    const written = spawnSync(biome, args, { cwd: repository, input: text, encoding: "utf8" }).stdout;
    assert.match(written, /\n {2}shop: \{\n {4}owner: "shop",\n/);
    assert.match(written, /\n {4}quota: \{ produce: "1Mi", consume: "1Mi" \},\n {4}adopted: true,\n {2}\},\n\};\n$/);
    assert.equal(spawnSync(biome, args, { cwd: repository, input: written, encoding: "utf8" }).stdout, written);
  });
});

/**
 * `npm run pin-images -- STACK …`: asks registries for the digests of the images that the stacks' files name by a tag, and
 * writes them there. It exits with 1 where a digest is not to be had; that image stays as it is.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runMain, UserError } from "../local/support/user-error";
import { taggedImage } from "./images/reference";
import { digestOf } from "./images/registry";
import { namedImages, withImages } from "./images/stack-file";
import { repository } from "./target";

void runMain(async () => {
  const stacks = process.argv.slice(2);
  const files = stacks.map((stack) => `Pulumi.${stack}.yaml`);
  const missing = files.filter((file) => !existsSync(join(repository, file)));
  if (stacks.length === 0 || missing.length > 0) {
    const what = missing.map((file) => `There is no ${file}.`).join("\n") || "Which stacks?";
    throw new UserError(`${what}\n\nusage: npm run pin-images -- STACK …`);
  }
  const pinned = new Map<string, string>();
  const mistakes: string[] = [];
  for (const file of files) {
    const text = readFileSync(join(repository, file), "utf8");
    for (const { setting, image } of namedImages(text)) {
      const tagged = taggedImage(image);
      if (tagged !== undefined && !pinned.has(image)) {
        try {
          pinned.set(image, `${image}@${await digestOf(tagged)}`);
        } catch (error) {
          mistakes.push(`${file}: ${setting}: ${(error as Error).message}`);
          continue;
        }
      }
      console.log(`${file}: ${setting}: ${pinned.get(image) ?? `${image} stays`}`);
    }
    writeFileSync(join(repository, file), withImages(text, pinned));
  }
  if (mistakes.length > 0) {
    throw new UserError(mistakes.join("\n"));
  }
  console.log("What policy/exemptions.json has for these images under kubernetes-images-by-digest can go.");
});

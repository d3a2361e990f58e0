import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** Writes a file so that a reader, or a run after a crash, sees the old content or the new one and nothing between. */
export function writeWhole(path: string, content: string, mode = 0o644): void {
  if (existsSync(path) && readFileSync(path, "utf8") === content) {
    return;
  }
  const part = `${path}.part`;
  writeFileSync(part, content, { mode });
  renameSync(part, path);
}

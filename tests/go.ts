/** Vets and tests the Go programs of the tool set whose code is ours. */
import { join, resolve } from "node:path";
import { run } from "../local/support/run";

const go = resolve(__dirname, "..", "local", "toolchain", "go");

/** Packages of ours, by module; the others are mains of a few lines over somebody else's code. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  pulumi: ["./language-nodejs/..."],
  csi: ["./hostcsi/..."],
};

async function main(): Promise<void> {
  for (const [module, packages] of Object.entries(PACKAGES)) {
    const options = {
      cwd: join(go, module),
      env: { CGO_ENABLED: "0", GOTOOLCHAIN: "auto" },
      output: "inherit",
    } as const;
    await run("go", ["vet", ...packages], options);
    await run("go", ["test", ...packages], options);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

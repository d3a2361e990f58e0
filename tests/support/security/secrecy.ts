import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { catalog } from "../../../catalog/catalog";
import type { LocalStack } from "../../../local/stack";
import { credentialsOf } from "../credentials";
import { kube, layout, pulumiUp } from "../test-platform";
import { filesIn, kubernetesShows, type Places, processesShow, pulumiShows } from "./places";
import { keyPair, NAMESPACE, type Scene, type TestedPlatform } from "./scene";
import { secretOfKey, shown } from "./traces";

type Secrets = Readonly<Record<string, string>>;

/** The passwords of the catalog's applications. */
async function passwordsOfApplications(): Promise<Secrets> {
  const entries = Object.keys(catalog.applications).map(async (application) => {
    const { password } = await credentialsOf(application);
    return [`the password of ${application}`, password] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const leaks = (places: Places, secrets: Secrets): readonly string[] =>
  Object.entries(places).flatMap(([place, text]) => shown(text, secrets).map((name) => `${name}: ${place}`));

/**
 * Tests that keys and passwords are nowhere but where they belong. They come last in a file: what was done before has
 * left its traces by then.
 */
export function secrecy(scene: () => Scene, { parts, withStack }: TestedPlatform): void {
  const ofServers = parts.coordination === "zookeeper" ? ["zookeeper-tls"] : [];
  const keys = ["kafka-tls", "kafka-admin-tls", "kafka-ca-1", ...ofServers];
  const passphraseFile = (stack: LocalStack) => join(stack.dir, "passphrase");
  const keysOf = async (): Promise<Secrets> => {
    const pairs = await Promise.all(keys.map((secret) => keyPair(NAMESPACE, secret)));
    return Object.fromEntries(keys.map((secret, i) => [`the key of ${secret}`, secretOfKey(pairs[i]?.key ?? "")]));
  };
  const secretsOf = async (stack: LocalStack): Promise<Secrets> => ({
    ...(await keysOf()),
    ...scene().passwords,
    ...(await passwordsOfApplications()),
    "the passphrase": readFileSync(passphraseFile(stack), "utf8"),
  });

  describe("keys and passwords", () => {
    it("are found where they belong, so that the search is known to work", async () => {
      const known = await keysOf();
      const objects = await kube("get", "secrets", "-n", NAMESPACE, "-o", "json");
      assert.deepEqual(shown(objects, known), Object.keys(known));
      assert.deepEqual(shown(Buffer.from(objects).toString("base64"), known), Object.keys(known));
    });

    it("are nowhere in the stack's files and outputs, the cluster's objects, and logs", async () => {
      await withStack(async (stack) => {
        const { [passphraseFile(stack)]: _, ...files } = filesIn(stack.dir);
        const places = {
          ...files,
          ...filesIn(layout().logs),
          ...(await pulumiShows(stack)),
          ...(await kubernetesShows(layout(), [NAMESPACE, "cert-manager"])),
        };
        const logs = scene().pods.map(({ metadata }) => new RegExp(`^log of .*/${metadata.name}$`));
        for (const place of [/stacks\/.*\.json$/, /\.bak$/, /history/, /apiserver\.log$/, ...logs]) {
          const found = Object.entries(places).find(([name]) => place.test(name));
          assert.ok(found?.[1], `something was looked at in ${place}`);
        }
        assert.deepEqual(leaks(places, await secretsOf(stack)), []);
      });
    });

    it("are nowhere in what pulumi up prints, nor in what any process is told while it runs", async () => {
      await withStack(async (stack) => {
        const secrets = await secretsOf(stack);
        const state = { running: true, sawProvider: false };
        const up = pulumiUp(stack, "--diff").finally(() => {
          state.running = false;
        });
        const found: string[] = [];
        const watch = async () => {
          while (state.running) {
            const places = processesShow();
            state.sawProvider ||= Object.keys(places).some((place) => place.includes("(pulumi-resource"));
            found.push(...leaks(places, secrets));
            await sleep(100);
          }
        };
        const [output] = await Promise.all([up, watch()]);
        assert.ok(state.sawProvider, "the processes that are given the key have been looked at");
        assert.deepEqual([...found, ...leaks({ "the output": output }, secrets)], []);
      });
    });
  });
}

/** A stack with a program of a few lines, to see what the Kafka provider does without the platform's care. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pulumi } from "../../local/stack";
import { bootstrap, type Outcome, outcomeOf, repository, testStack } from "./test-platform";

const manifest = "name: probe\nruntime: nodejs\nmain: index.js\n";

// Everything that a provider can be told. The key is no test's to show: it comes by a file.
const prelude = `
const { createConnection, createServer } = require("node:net");
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");
const kafka = require("@pulumi/kafka");
const { addresses, tls } = JSON.parse(readFileSync(__dirname + "/administrator.json", "utf8"));
const told = {
  bootstrapServers: addresses, kafkaVersion: "4.2.0", timeout: 20, tlsEnabled: true, skipTlsVerify: false,
  caCert: tls.ca, clientCert: tls.cert, clientKey: pulumi.secret(tls.key), clientKeyPassphrase: "",
  saslMechanism: "plain", saslUsername: "", saslPassword: "",
};
const topic = { partitions: 1, replicationFactor: 3 };
`;

/** Pulumi, on the stack of a probe. @param env of its process */
export type Probe = (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Outcome>;

/**
 * Does work with the stack of a program; what it has made is gone afterwards.
 *
 * @param program JavaScript, to which `pulumi`, `kafka`, `told` (a provider's arguments) and `topic` are known
 */
export async function withProbe<T>(program: string, work: (probe: Probe) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "kafka-platform-probe-"));
  const stack = { ...(await testStack()), dir, name: basename(dir) };
  const probe: Probe = (args, env = {}) =>
    outcomeOf(pulumi(stack, [...args, "--stack", stack.name, "--non-interactive"], { env }));
  writeFileSync(join(dir, "Pulumi.yaml"), manifest);
  writeFileSync(join(dir, "administrator.json"), JSON.stringify(await bootstrap()), { mode: 0o600 });
  writeFileSync(join(dir, "index.js"), prelude + program);
  symlinkSync(join(repository, "node_modules"), join(dir, "node_modules"));
  try {
    await probe(["stack", "init"]);
    return await work(probe);
  } finally {
    await probe(["destroy", "--yes", "--skip-preview"]);
    await probe(["stack", "rm", "--yes", "--force"]);
    rmSync(dir, { recursive: true, force: true });
  }
}

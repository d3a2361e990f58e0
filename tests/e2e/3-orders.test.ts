import { strict as assert } from "node:assert";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  AclOperations,
  AclPermissionTypes,
  Admin,
  ConfigResourceTypes,
  ResourcePatternTypes,
  ResourceTypes,
} from "@platformatic/kafka";
import { liveTopics } from "../../components/gates/live-topics";
import { pulumi } from "../../local/stack";
import { run } from "../../local/support/run";
import { waitFor } from "../../local/support/wait";
import { ApplicationStack } from "../support/application-stack";
import { APPLICATIONS, withChanges } from "../support/catalog";
import { COMMANDS, tryCommand, tryCommandIn } from "../support/commands";
import { credentialsOf } from "../support/credentials";
import { type Bootstrap, produce, readAll } from "../support/kafka-clients";
import { rightsOf } from "../support/rights";
import { Accounts } from "../support/security/accounts";
import { refused } from "../support/security/expect";
import { keyPair, NAMESPACE } from "../support/security/scene";
import { bootstrap, kube, kubeJson, layout, pulumiUp, testStack, withChangedProgram } from "../support/test-platform";

const topic = "orders.placed";
const secretMark = "4dabf18193072939515e22adb298388d";

/** The entry that the example's documentation shows. @param more of it */
const entry = (more = "") => ({
  [APPLICATIONS]: (text: string) =>
    text.replace(
      /\};\n$/,
      `  orders: {
    owner: "shop",
    purpose: "Takes orders, and counts them",
    namespace: "orders",
    owns: ["orders."],
    produces: ["orders.placed"],
    consumes: ["orders.placed"],
    groups: ["orders"],
    transactionalIdPrefix: "orders-",
    quota: { produce: "1Mi", consume: "1Mi" },${more}
  },
};
`,
    ),
});

/** The secrets in an exported state, as they are shown. */
const secretsIn = (state: string): string[] =>
  [...state.matchAll(/"plaintext": "((?:[^"\\]|\\.)*)"/g)].map(([, value]) => value ?? "");

/** How many orders the consumer says that it has read. */
async function counted(): Promise<number> {
  const log = await kube("logs", "deployment/consumer", "-n", "orders");
  return [...log.matchAll(/^\{.*"name":"records_consumed".*\}$/gm)]
    .map(([line]) => (JSON.parse(line) as { count: number }).count)
    .reduce((sum, count) => sum + count, 0);
}

/** Where the owner of topics goes, and by what it proves itself. */
async function asOwner(): Promise<Bootstrap> {
  const { addresses, tls } = await bootstrap();
  return { addresses, tls: { ca: tls.ca, ...(await keyPair("orders", "orders-kafka-owner")) } };
}

async function administrate<T>({ addresses, tls }: Bootstrap, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Admin({ clientId: "owner", bootstrapBrokers: [...addresses], tls, retries: 0 });
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}

describe("what the platform's stack tells", () => {
  it("holds no secret", async () => {
    const stack = await testStack();
    const state = JSON.parse(await pulumi(stack, ["stack", "export", "--stack", stack.name])) as {
      deployment: { resources: { type: string; outputs?: object }[] };
    };
    const told = state.deployment.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
    assert.ok("contractVersion" in told);
    assert.ok(!JSON.stringify(told).includes(secretMark));
  });
});

describe("an application with a stack of its own, and another passphrase", () => {
  let orders: ApplicationStack;

  before(async () => {
    orders = await ApplicationStack.of("orders", "of the application alone");
  });

  after(async () => {
    await orders.remove();
    await kube("delete", "namespace", "orders", "--ignore-not-found");
    await kube("delete", "secret", "orders-owner-1-tls", "orders-owner-2-tls", "-n", NAMESPACE, "--ignore-not-found");
    await new Accounts(await bootstrap())
      .administrate((admin) => admin.deleteTopics({ topics: [topic] }))
      .catch(() => undefined);
    await pulumiUp(await testStack());
  });

  // As its documentation says.
  const underPolicies = () =>
    orders.tryPulumi("preview", "--policy-pack", "policy", "--policy-pack-config", "policy/config.json");

  it("is checked by TypeScript against the types of the package", async () => {
    await run("npx", ["--no-install", "tsc", "-p", "."], { cwd: orders.dir });
  });

  it("cannot read a secret of the platform", async () => {
    const stack = await testStack();
    const exporting = ["stack", "export", "--show-secrets", "--stack", "organization/kafka-platform/dev"];
    assert.ok(secretsIn(await pulumi(stack, exporting)).some((value) => value !== "null"));
    const seen = secretsIn(await orders.pulumi(...exporting));
    assert.ok(seen.length > 0 && seen.every((value) => value === "null"));
  });

  it("is stopped, by one message, where the platform is of another version of the contract", async () => {
    const next = join(orders.dir, "next");
    mkdirSync(next);
    writeFileSync(join(next, "Pulumi.yaml"), "name: next\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(join(next, "index.js"), "exports.contractVersion = 2; exports.applications = {};\n");
    await orders.pulumi("-C", next, "stack", "init", "test");
    await orders.pulumi("-C", next, "up", "--yes", "--skip-preview");
    await orders.pulumi("config", "set", "platform", "organization/next/test");
    const { exitCode, output } = await orders.tryPulumi("preview");
    await orders.pulumi("config", "rm", "platform");
    await orders.pulumi("-C", next, "stack", "rm", "test", "--yes", "--force");
    assert.notEqual(exitCode, 0);
    const message = "The stack organization/next/test tells of a Kafka platform by version 2 of the contract";
    const [, diagnostics = ""] = output.split("Diagnostics:");
    assert.equal(diagnostics.split(message).length, 2, output);
    assert.match(
      output,
      /this program reads version 1\. Install 2\.x of kafka-platform-contract, and adapt this program/,
    );
    assert.match(diagnostics, /1 errored/);
    assert.doesNotMatch(output, /^\s+at |namespace is there/m);
  });

  it("is let in by nobody as long as its namespace is not there", async () => {
    const { exitCode, output } = await withChanges(entry(), "preview");
    assert.notEqual(exitCode, 0, output);
    assert.match(output, /There is no namespace orders, .*its own stack makes it, and comes first/);
  });

  it("makes its namespace, and says who comes next", async () => {
    const { exitCode, output } = await underPolicies();
    assert.equal(exitCode, 0, output);
    await orders.pulumi("up", "--yes", "--skip-preview");
    assert.match(String((await orders.outputs()).next), /now the platform can let orders in/);
    assert.match(await kube("get", "namespace", "orders", "-o", "jsonpath={.metadata.labels}"), /restricted/);
  });

  it("is let in by the platform, and then makes its topic, and writes and reads orders", async () => {
    const work = async (program: string) => {
      await pulumiUp(await testStack(program));
      const judged = await underPolicies();
      assert.equal(judged.exitCode, 0, judged.output);
      await orders.pulumi("up", "--yes", "--skip-preview");
      assert.deepEqual(await orders.outputs(), { topic });
      await waitFor("orders to be read", async () => (await counted()) > 100, { timeoutMs: 120_000, everyMs: 2_000 });

      const { exitCode, output } = await tryCommandIn(program, "drift");
      assert.equal(exitCode, 0, output);
      assert.match(output, /topic orders\.placed belongs to orders, whose own stack makes it/);
    };
    await withChangedProgram(entry(), work, COMMANDS);
    assert.equal((await orders.tryPulumi("preview", "--expect-no-changes")).exitCode, 0);
  });

  it("has a topic with three replicas, two of which have every record", async () => {
    const live = await new Accounts(await bootstrap()).administrate(liveTopics);
    const { partitions, replicationFactor, config } = live[topic] ?? {};
    assert.deepEqual([partitions, replicationFactor, config?.["min.insync.replicas"]], [6, 3, "2"]);
  });

  it("may change its topics, and neither delete them, nor read or write as their owner, nor touch any other", async () => {
    const setting = (resourceName: string) => ({
      resources: [
        {
          resourceType: ConfigResourceTypes.TOPIC,
          resourceName,
          configs: [{ name: "retention.ms", configOperation: 0 as const, value: "604800000" }],
        },
      ],
      validateOnly: true,
    });
    const denied = /TOPIC_AUTHORIZATION_FAILED/;
    const rule = {
      ...{ resourceType: ResourceTypes.TOPIC, resourceName: topic, resourcePatternType: ResourcePatternTypes.LITERAL },
      ...{ host: "*", operation: AclOperations.DELETE, permissionType: AclPermissionTypes.ALLOW },
    };
    const owner = await asOwner();
    await administrate(owner, async (admin) => {
      assert.deepEqual(await admin.listTopics(), [topic]);
      await admin.incrementalAlterConfigs(setting(topic));
      await admin.createPartitions({ topics: [{ name: topic, count: 12, assignments: null }], validateOnly: true });
      await refused(admin.deleteTopics({ topics: [topic] }), denied);
      const [records, rate] = [{ partition: 0, offset: 1n }, 1e9];
      await refused(admin.deleteRecords({ topics: [{ name: topic, partitions: [records] }] }), denied);
      await refused(
        admin.createPartitions({ topics: [{ name: "call.events", count: 48 }], validateOnly: true }),
        denied,
      );
      await refused(
        admin.alterClientQuotas({
          entries: [
            {
              entities: [{ entityType: "user", entityName: "orders" }],
              ops: [{ key: "producer_byte_rate", value: rate, remove: false }],
            },
          ],
        }),
        /CLUSTER_AUTHORIZATION_FAILED/,
      );
      await refused(admin.createAcls({ creations: [{ ...rule, principal: "User:orders" }] }), /CLUSTER_AUTHORIZATION/);
      await refused(admin.incrementalAlterConfigs(setting("call.events")), denied);
      await refused(admin.deleteTopics({ topics: ["call.events"] }), denied);
      for (const name of ["order.placed", "ordersx.placed", "platform.orders"]) {
        await refused(admin.createTopics({ topics: [name], partitions: 1, replicas: 3 }), denied);
      }
    });
    await refused(produce(owner, topic, ["x"]), /AUTHORIZATION_FAILED/);
    await refused(readAll(owner, topic), /AUTHORIZATION_FAILED/);
  });

  it("has clients that read and write its topics, and do nothing else with them", async () => {
    const { tls } = await bootstrap();
    const surroundings = { namespace: NAMESPACE, dns: layout().dnsIp, ca: tls.ca };
    const { topics } = await rightsOf(surroundings, await credentialsOf("orders", "orders"), {
      topics: [topic, "call.events"],
      groups: [],
      transactionalIds: [],
    });
    assert.deepEqual(topics, { [topic]: ["DESCRIBE", "READ", "WRITE"], "call.events": [] });
  });

  it("gets another certificate with another password, and starts its clients anew", async () => {
    const seen = await asOwner();
    await withChangedProgram(entry("rotation: 2, revoked: 1"), async (program) => {
      await pulumiUp(await testStack(program));
    });
    const topicsOf = (owner: Bootstrap) => administrate(owner, (admin) => admin.listTopics());
    assert.deepEqual(await topicsOf(seen), []);
    assert.deepEqual(await topicsOf(await asOwner()), [topic]);
    const pods = () => kube("get", "pods", "-n", "orders", "-o", "name");
    const before = await pods();
    await orders.pulumi("up", "--yes", "--skip-preview");
    const after = (await pods()).trim().split("\n");
    assert.ok(after.length >= 2 && after.every((pod) => !before.includes(pod)), after.join());
  });

  it("is refused by the platform's policies what would lose records", async () => {
    const program = join(orders.dir, "index.ts");
    const text = readFileSync(program, "utf8");
    writeFileSync(program, text.replace('"min.insync.replicas": "2"', '"min.insync.replicas": "1"'));
    const { exitCode, output } = await underPolicies();
    writeFileSync(program, text);
    assert.notEqual(exitCode, 0);
    const refusing = [...output.matchAll(/\[mandatory\] {2}(\S+)/g)].map(([, name]) => name);
    assert.deepEqual(refusing, ["topic-min-insync-replicas"], output);
  });

  it("is refused what would make its topic anew, and to destroy it", async () => {
    const program = join(orders.dir, "index.ts");
    const text = readFileSync(program, "utf8");
    writeFileSync(program, text.replace("partitions: 6", "partitions: 3"));
    const anew = await orders.tryPulumi("preview");
    writeFileSync(program, text);
    assert.notEqual(anew.exitCode, 0);
    assert.match(anew.output, /orders\.placed.*\s.*protect/);
    const destroyed = await orders.tryPulumi("destroy", "--yes", "--skip-preview");
    assert.notEqual(destroyed.exitCode, 0);
    assert.match(destroyed.output, /protected/);
  });

  it("goes in the order that is documented, and leaves a topic that the platform then calls unknown", async () => {
    await pulumiUp(await testStack());
    await assert.rejects(kube("get", "secret", "orders-kafka-owner", "-n", "orders"));
    await orders.pulumi("state", "unprotect", "--all", "--yes");
    await orders.pulumi("destroy", "--yes", "--skip-preview");
    const { items } = await kubeJson<{ items: { metadata: { name: string } }[] }>("get", "namespaces");
    assert.ok(!items.some(({ metadata }) => metadata.name === "orders"));
    const { exitCode, output } = await tryCommand("drift");
    assert.equal(exitCode, 1);
    assert.match(output, /topic orders\.placed is unknown to the program.*\n\n1 difference /);
    await new Accounts(await bootstrap()).administrate((admin) => admin.deleteTopics({ topics: [topic] }));
    assert.equal((await tryCommand("drift")).exitCode, 0);
  });
});

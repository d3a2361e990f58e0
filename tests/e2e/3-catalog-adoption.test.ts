import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ClientQuotaEntityTypes, ClientQuotaKeys } from "@platformatic/kafka";
import type { Difference } from "../../commands/inventory/compare";
import type { ExportedState } from "../../commands/state";
import { pulumi } from "../../local/stack";
import { run } from "../../local/support/run";
import { APPLICATIONS, TOPICS } from "../support/catalog";
import { COMMANDS, tryCommand, tryCommandIn, withCommands } from "../support/commands";
import { produce, readAll } from "../support/kafka-clients";
import { Accounts } from "../support/security/accounts";
import { authenticates, type Credentials } from "../support/security/applications";
import { NAMESPACE } from "../support/security/scene";
import { withState } from "../support/state-file";
import {
  assertNothingLeftToDo,
  bootstrap,
  layout,
  pulumiUp,
  repository,
  testStack,
  tryPulumi,
  withChangedProgram,
} from "../support/test-platform";

const plain = "adopt-test.orders";
const unusual = "adopt-test.unusual";
const single = "adopt-test.single";
const application = "adopt-test";
const anybody = "adopt-test-anybody";
const taken = "adopt-test-taken";

const said = ["--owner", "shop", "--purpose", "The shop's orders", "--namespace", "nowhere-yet"];
const classified = ["--classification", "internal"];
const records = Array.from({ length: 50 }, (_, index) => `record ${index}`);

const settings = {
  "cleanup.policy": "compact,delete",
  "retention.ms": "5400000",
  "retention.bytes": "1073741824",
  "segment.bytes": "16777216",
  "max.message.bytes": "2097152",
};

describe("a cluster with topics, users, rules and quotas that somebody made by hand", () => {
  let accounts: Accounts;
  let credentials: Credentials;

  const quotas = (remove: boolean) =>
    accounts.administrate((admin) =>
      admin.alterClientQuotas({
        entries: [
          {
            entities: [{ entityType: ClientQuotaEntityTypes.USER, entityName: application }],
            ops: [ClientQuotaKeys.PRODUCER_BYTE_RATE, ClientQuotaKeys.CONSUMER_BYTE_RATE].map((key) =>
              remove ? { key, remove } : { key, value: 1_048_576, remove },
            ),
          },
        ],
      }),
    );

  before(async () => {
    accounts = new Accounts(await bootstrap());
    const configs = Object.entries(settings).map(([name, value]) => ({ name, value }));
    await accounts.administrate(async (admin) => {
      await admin.createTopics({ topics: [plain], partitions: 4, replicas: 3 });
      await admin.createTopics({ topics: [unusual], partitions: 2, replicas: 3, configs });
      await admin.createTopics({ topics: [single], partitions: 1, replicas: 1 });
    });
    credentials = await accounts.create(application);
    await accounts.create(anybody);
    await accounts.allow(application, [
      { on: "TOPIC", name: plain, operation: "WRITE" },
      { on: "TOPIC", name: plain, operation: "DESCRIBE" },
      { on: "TOPIC", name: unusual, operation: "READ" },
      { on: "GROUP", name: "adopt-test", operation: "READ" },
      { on: "TRANSACTIONAL_ID", name: "adopt-test-", operation: "WRITE", prefixed: true },
    ]);
    await accounts.allow(anybody, [{ on: "TOPIC", name: "*", operation: "READ" }]);
    await quotas(false);
    for (const topic of [plain, unusual, single]) {
      await produce(await bootstrap(), topic, records);
    }
  });

  after(async () => {
    await quotas(true);
    await accounts.remove([application, anybody]);
    await accounts.administrate((admin) => admin.deleteTopics({ topics: [plain, unusual, single] }));
    const { exitCode, output } = await tryCommand("drift");
    assert.equal(exitCode, 0, output);
    await assertNothingLeftToDo(await testStack());
  });

  it("is taken into catalog and state by one command, after which a preview has no change and all else is listed", async () => {
    await withState(
      (text) => text,
      () =>
        withCommands(async (folder) => {
          const missing = await tryCommandIn(folder, "adopt", "--owner", "The Shop", "--yes");
          assert.equal(missing.exitCode, 1, missing.output);
          assert.match(missing.output, /4 mistakes in the arguments; nothing was changed:/);

          const dry = await tryCommandIn(folder, "adopt", ...said, ...classified, "--dry-run");
          assert.equal(dry.exitCode, 0, dry.output);
          assert.equal(textOf(folder, TOPICS), textOf(repository, TOPICS));

          const { exitCode, output } = await tryCommandIn(folder, "adopt", ...said, ...classified, "--yes");
          assert.equal(exitCode, 0, output);
          assert.match(output, new RegExp(`topic ${single}\\n.*replicationFactor must be 3`));
          assert.match(
            output,
            new RegExp(`user ${anybody}\\n.*no role gives the rule Allow User:${anybody} Read Topic Literal \\*`),
          );
          assert.match(output, new RegExp(`rule Allow User:${application} Describe Topic Literal ${plain}\\n`));
          await run("node_modules/.bin/biome", ["check", "--vcs-enabled=false", "catalog"], { cwd: folder });
          assert.match(textOf(folder, APPLICATIONS), /adopted: true/);

          const stack = await testStack(folder);
          await assertNothingLeftToDo(stack);
          const state = JSON.parse(await pulumi(stack, ["stack", "export", "--stack", stack.name])) as ExportedState;
          for (const topic of [plain, unusual]) {
            const adopted = state.deployment.resources?.find(({ urn }) =>
              urn.endsWith(`kafka:index/topic:Topic::${topic}`),
            );
            assert.equal(adopted?.protect, true);
            assert.deepEqual(adopted.resourceHooks, { BeforeDelete: ["topic-guard"], BeforeUpdate: ["topic-guard"] });
          }

          const drift = await tryCommandIn(folder, "drift", "--json");
          const names = (JSON.parse(drift.output) as Difference[]).map(({ kind, name }) => `${kind} ${name}`);
          assert.deepEqual(names, [
            `topic ${single}`,
            `user ${anybody}`,
            `rule Allow User:${application} Describe Topic Literal ${plain}`,
            `rule Allow User:${anybody} Read Topic Literal *`,
          ]);

          const again = await tryCommandIn(folder, "adopt", ...said, ...classified, "--yes", plain, application);
          assert.equal(again.exitCode, 0, again.output);
          assert.match(again.output, /Into the state of dev:\n {2}nothing/);
        }),
    );
    for (const topic of [plain, unusual, single]) {
      assert.deepEqual((await readAll(await bootstrap(), topic)).sort(), [...records].sort(), topic);
    }
    assert.ok(await isLetIn(credentials), "it keeps its password");
  });

  it("keeps the password of a user whose name an application gets, until somebody says that the user is the program's", async () => {
    const before = await accounts.create(taken);
    const named = (text: string) =>
      text.replace(
        /\};\n$/,
        `  "${taken}": {
    owner: "shop",
    purpose: "Has the name of somebody else",
    namespace: "voicecore",
    consumes: ["call.events"],
    groups: [],
    quota: { produce: "1Mi", consume: "1Mi" },
  },
};
`,
      );
    const work = async (program: string) => {
      const stack = await testStack(program);
      for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
        const { exitCode, output } = await tryPulumi(stack, ...command);
        assert.notEqual(exitCode, 0, output);
        assert.match(output, new RegExp(`${taken}: this program does not remember to have made it`));
      }
      assert.ok(await isLetIn(before));
      const { exitCode, output } = await tryCommandIn(program, "adopt", "--passwords", "--yes");
      assert.equal(exitCode, 0, output);
      assert.match(output, new RegExp(`get the program's passwords .*:\\n {2}${taken}\\n`));
      assert.ok(await isLetIn(before), "nothing on the cluster was changed");
      await pulumiUp(await testStack(program));
      assert.ok(!(await isLetIn(before)));
    };
    await withChangedProgram({ [APPLICATIONS]: named }, work, COMMANDS);
    await pulumiUp(await testStack());
  });
});

describe("a state that has lost what the catalog has and the cluster", () => {
  it("is given it back by the same command, with which a preview has no change", async () => {
    const lost =
      /::(crm\.updates|voicecore-producer\/Write\/Topic\/Literal\/crm\.updates)$|Quota::voicecore-consumers$/;
    interface Stored {
      readonly urn: string;
      readonly dependencies?: readonly string[];
    }
    const withoutThem = (text: string) => {
      const state = JSON.parse(text) as { checkpoint: { latest: { resources: Stored[] } } };
      const { latest } = state.checkpoint;
      latest.resources = latest.resources
        .filter(({ urn }) => !lost.test(urn))
        .map(({ dependencies = [], ...resource }) => ({
          ...resource,
          dependencies: dependencies.filter((urn) => !lost.test(urn)),
        }));
      return JSON.stringify(state);
    };
    await withState(withoutThem, async () => {
      const { exitCode, output } = await tryCommand("adopt", "--yes");
      assert.equal(exitCode, 0, output);
      assert.match(output, /Into the state of dev:\n {2}\S.*\n {2}\S.*\n {2}\S.*\n\n/);
      await assertNothingLeftToDo(await testStack());
    });
  });
});

describe("a Secret that was being made when Pulumi was killed", () => {
  const secret = "voicecore-consumers-kafka";
  interface Stored {
    readonly urn: string;
    readonly id?: string;
    readonly inputs?: { readonly metadata?: object };
  }

  /** The state in which the Secret is being made, by this name or by another. */
  const beingMade = (text: string, name = secret) => {
    const state = JSON.parse(text) as {
      checkpoint: { latest: { resources: Stored[]; pending_operations?: object[] } };
    };
    const { latest } = state.checkpoint;
    const { id: _, ...resource } = latest.resources.find(({ urn }) => urn.endsWith(`Secret::${secret}`)) as Stored;
    if (name === secret) {
      latest.resources = latest.resources.filter(({ urn }) => urn !== resource.urn);
    }
    const inputs = { ...resource.inputs, metadata: { ...resource.inputs?.metadata, name } };
    latest.pending_operations = [
      { type: "creating", resource: { ...resource, urn: resource.urn.replace(secret, name), inputs } },
    ];
    return JSON.stringify(state);
  };

  it("is the state's own again where it was made, and forgotten where it was not", async () => {
    for (const change of [beingMade, (text: string) => beingMade(text, "never-made-kafka")]) {
      await withState(change, async () => {
        const { exitCode, output } = await tryCommand("repair");
        assert.equal(exitCode, 0, output);
        await assertNothingLeftToDo(await testStack());
      });
    }
  });
});

async function isLetIn(credentials: Credentials): Promise<boolean> {
  const surroundings = { namespace: NAMESPACE, dns: layout().dnsIp, ca: (await bootstrap()).tls.ca };
  return authenticates(surroundings, credentials);
}

const textOf = (folder: string, file: string): string => readFileSync(join(folder, file), "utf8");

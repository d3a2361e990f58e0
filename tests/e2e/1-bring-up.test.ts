import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { livingPid } from "../../local/support/processes";
import { run } from "../../local/support/run";
import { requireTestPrerequisites } from "../../local/toolchain/prerequisites";
import { assertSpecifiedTopics, produce, racks, readAll } from "../support/kafka-clients";
import { finalizedFeatures } from "../support/rolling/features";
import { inPod, pods } from "../support/rolling/pods";
import { SPECIFIED_TOPICS } from "../support/specified";
import {
  assertNothingLeftToDo,
  bootstrap,
  layout,
  NpmCommand,
  pulumiUp,
  repository,
  testStack,
  toolchain,
  withChangedProgram,
} from "../support/test-platform";

const MINUTES = 60_000;

const workTree = () => run("git", ["status", "--porcelain"], { cwd: repository });

// Of the whole run, and also when a test has failed: no cluster stays behind.
after(async () => {
  await new NpmCommand("down").succeed();
});

describe("npm run up, from nothing", () => {
  let treeBefore = "";

  before(async function () {
    this.timeout(80 * MINUTES); // it may build the tools
    await requireTestPrerequisites();
    treeBefore = await workTree();
    await new NpmCommand("down").succeed(); // what an interrupted test run left
    await toolchain(); // puts kubectl on the path where the machine has none
  });

  for (const moment of [/control plane/, /3 nodes/, /: images/, /DNS, volumes/]) {
    it(`can be killed when it prints ${moment}`, async function () {
      this.timeout(80 * MINUTES); // the first one may build images
      await new NpmCommand("up").killWhen(moment, 79 * MINUTES);
    });
  }

  it("can lose every process it started, with mounts, namespaces and cgroups left behind", async () => {
    await new NpmCommand("up").killWhen(/pulumi up/, 10 * MINUTES);
    const { dir } = layout();
    const pidFiles = readdirSync(dir, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".pid"));
    assert.equal(pidFiles.length, 7, "four daemons of the control plane and three nodes");
    for (const file of pidFiles) {
      const pid = livingPid(join(dir, file));
      assert.ok(pid, `${file} names a process`);
      process.kill(pid, "SIGKILL");
    }
  });

  it("can be killed while Pulumi makes topics", async () => {
    await new NpmCommand("up").killWhen(/kafka:index:Topic \S+ creat/, 15 * MINUTES);
  });

  it("has left no file of the state that a kill can leave half written", () => {
    const state = readdirSync(join(layout().dir, "stack", "state"), { recursive: true, encoding: "utf8" });
    assert.ok(state.some((file) => file.endsWith("dev.json")));
    assert.deepEqual(
      state.filter((file) => file.endsWith(".attrs")),
      [],
    );
  });

  it("converges when it is run again, without manual work", async () => {
    const output = await new NpmCommand("up").succeed();
    assert.match(output, /The platform is up/);
  });

  it("puts the three brokers on three nodes", async () => {
    assert.deepEqual((await pods()).map(({ spec }) => spec.nodeName).sort(), ["node-1", "node-2", "node-3"]);
  });

  it("tells each broker the zone of its node", async () => {
    const zones = (await pods()).map(({ metadata: { name }, spec }) => [
      Number(name.replace("kafka-", "")),
      spec.nodeName.replace("node-", "zone-"),
    ]);
    assert.deepEqual(await racks(await bootstrap()), Object.fromEntries(zones));
  });

  it("turns on what KRaft has for durability", async () => {
    const { "metadata.version": metadata, ...rest } = await finalizedFeatures();
    assert.match(metadata ?? "", /^4\.2-/);
    assert.equal(rest["transaction.version"], "2");
    assert.equal(rest["eligible.leader.replicas.version"], "1");
    // By this, and not by the brokers' files, the controller says who is an eligible leader.
    const describe =
      "kafka-configs --bootstrap-server localhost:9092 --describe --entity-type brokers --entity-default";
    assert.match(await inPod("kafka-0", describe), /^ +min\.insync\.replicas=2 /m);
  });

  it("makes the nine topics, every replica in sync", async () => {
    await assertSpecifiedTopics(await bootstrap());
  });

  it("changes nothing when everything is there, and says so", async () => {
    assert.match(await new NpmCommand("up").succeed(), /Nothing changed/);
    await assertNothingLeftToDo(await testStack());
  });

  it("returns every acknowledged record of every topic", async () => {
    const servers = await bootstrap();
    await Promise.all(
      Object.keys(SPECIFIED_TOPICS).map(async (topic) => {
        const values = Array.from({ length: 50 }, (_, i) => `${topic}-${i}`);
        await produce(servers, topic, values);
        assert.deepEqual((await readAll(servers, topic)).sort(), [...values].sort(), topic);
      }),
    );
  });

  it("leaves the work tree as it was", async () => {
    assert.equal(await workTree(), treeBefore);
  });
});

describe("a changed catalog", () => {
  it("changes a topic's retention in place and keeps its records", async () => {
    const shorter = (text: string) => text.replace(`retention: "7d"`, `retention: "6d"`);
    const before = await readAll(await bootstrap(), "call.events");
    await withChangedProgram({ "catalog/profiles.ts": shorter }, async (program) => {
      const output = await pulumiUp(await testStack(program));
      assert.match(output, /kafka:index:Topic \S+ updated/);
      assert.doesNotMatch(output, /Topic \S+ (replac|creat|delet)/);
    });
    assert.deepEqual((await readAll(await bootstrap(), "call.events")).sort(), before.sort());
    await pulumiUp(await testStack());
  });
});

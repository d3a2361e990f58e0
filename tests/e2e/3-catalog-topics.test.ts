import { strict as assert } from "node:assert";
import { APPLICATIONS, TOPICS, waiver, withChanges, without } from "../support/catalog";
import { tryCommand } from "../support/commands";
import { describeTopics, produce, readAll } from "../support/kafka-clients";
import { Accounts } from "../support/security/accounts";
import { NAMESPACE } from "../support/security/scene";
import { bootstrap, kube, pulumiUp, testStack, tryPulumi, withChangedProgram } from "../support/test-platform";

describe("a change that would lose records", () => {
  const topic = "integration.events";
  const reader = "harm-test-reader";
  const values = ["one", "two", "three"].map((value) => `${value}-${Date.now()}`);

  before(async () => {
    await produce(await bootstrap(), topic, values);
    // Somebody has read the first record.
    await new Accounts(await bootstrap()).administrate((admin) =>
      admin.alterConsumerGroupOffsets({
        groupId: reader,
        topics: [{ name: topic, partitionOffsets: [{ partition: 0, offset: 1n }] }],
      }),
    );
  });

  after(async () => {
    await new Accounts(await bootstrap()).administrate((admin) => admin.deleteGroups({ groups: [reader] }));
  });

  const inTopic = (change: (text: string) => string) => ({
    [TOPICS]: (text: string) =>
      text.replace(new RegExp(`  "${topic}": .*?\\n  \\}\\),\\n`, "s"), (entry) => change(entry)),
  });
  const saying = (more: string) => inTopic((entry) => entry.replace("purpose:", `${more},\n    purpose:`));

  const harmful = {
    "a topic that is gone": { change: without(topic), says: /no longer in catalog\/topics\.ts \(removal\)/ },
    "a topic by another name": {
      change: {
        [TOPICS]: (text: string) => text.replace(`"${topic}"`, `"${topic}.v2"`),
        [APPLICATIONS]: (text: string) => text.replaceAll(`"${topic}"`, `"${topic}.v2"`),
      },
      says: /no longer in catalog\/topics\.ts \(removal\)/,
    },
    "a resource by another name": {
      change: {
        "components/topics/topics.ts": (text: string) =>
          text.replace("topicName,\n        {", 'topicName + "!",\n        {'),
      },
      says: /it is deleted, and made anew \(recreation\)/,
    },
    "fewer partitions": {
      change: inTopic((entry) => entry.replace("partitions: 12", "partitions: 6")),
      says: /made anew, for partitions 12 → 6 \(recreation\)/,
    },
    "more partitions of a topic with keys": {
      change: inTopic((entry) => entry.replace("partitions: 12", "partitions: 24")),
      says: /partitions 12 → 24 \(more-partitions\)/,
    },
    "another way of cleaning up": {
      change: saying('cleanupPolicy: "compact"'),
      says: /cleanup\.policy delete → compact \(other-cleanup\)/,
    },
    "a shorter retention by which records go": {
      change: saying('retention: "1ms"'),
      says: /retention\.ms 604800000 → 1 \(shorter-retention\)/,
    },
  } as const;

  for (const [what, { change, says }] of Object.entries(harmful)) {
    it(`is refused in a preview: ${what}`, async () => {
      const { exitCode, output } = await withChanges(change, "preview");
      assert.notEqual(exitCode, 0, output);
      assert.match(output, says);
      assert.match(output, /It holds [1-9]\d* records; harm-test-reader have committed offsets in it/);
      assert.match(output, /catalog\/waivers\.ts, \{ topic: "/);
    });
  }

  it("is refused by up, before it, also where only that topic is meant", async () => {
    const urn = `**::${topic}`;
    for (const args of [[], ["--target", urn]]) {
      const { exitCode, output } = await withChanges(
        harmful["fewer partitions"].change,
        "up",
        "--yes",
        "--skip-preview",
        ...args,
      );
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /integration\.events.*\n\s+as it is currently marked for protection/);
    }
    const removal = await withChanges(without(topic), "up", "--yes", "--skip-preview");
    assert.notEqual(removal.exitCode, 0);
    assert.match(removal.output, /removal/);
  });

  it("is refused by up where nothing protects the topic but the guard, also where only that topic is meant", async () => {
    // Leave to remove it lifts its protection, and allows nothing else.
    const change = { ...harmful["fewer partitions"].change, ...waiver(topic, "removal") };
    for (const args of [[], ["--target", `**::${topic}`]]) {
      const { exitCode, output } = await withChanges(change, "up", "--yes", "--skip-preview", ...args);
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /it is deleted, and made anew, for partitions 12 → 6 \(recreation\)/);
    }
    assert.equal((await describeTopics(await bootstrap(), [topic])).get(topic)?.length, 12);
  });

  it("is refused where only the promise is weakened that the next change would be judged by", async () => {
    const critical = "billing.transactions";
    const lower = {
      [TOPICS]: (text: string) => text.replace(`"${critical}": critical(`, `"${critical}": standard(`),
    };
    const { exitCode, output } = await withChanges(lower, "preview");
    assert.notEqual(exitCode, 0, output);
    assert.match(output, /billing\.transactions: class critical → standard \(weaker-guard\)/);
  });

  it("is refused by a promise that is given up in the same change, where only the topic is meant", async () => {
    const change = inTopic((entry) =>
      entry.replace("partitions: 12", "partitions: 24").replace("purpose:", "keyed: false,\n    purpose:"),
    );
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const { exitCode, output } = await withChanges(change, ...command, "--target", `**::${topic}`);
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /partitions 12 → 24 \(more-partitions\)/);
    }
  });

  it("is refused on a critical topic whether or not a record goes by it, and with fewer copies", async () => {
    const critical = (more: string) => ({
      [TOPICS]: (text: string) =>
        text.replace('"billing.transactions": critical({', `"billing.transactions": critical({\n    ${more},`),
    });
    const shorter = await withChanges(critical('retention: "29d"'), "preview");
    assert.notEqual(shorter.exitCode, 0, shorter.output);
    assert.match(shorter.output, /retention\.ms 2592000000 → 2505600000 \(shorter-retention\)/);
    const fewer = await withChanges(critical("replicationFactor: 2"), "preview");
    assert.notEqual(fewer.exitCode, 0, fewer.output);
    assert.match(fewer.output, /replicationFactor: must be 3, one replica on each broker; found 2/);
  });

  it("is refused where it would take back what somebody has done by hand to keep records", async () => {
    const critical = "billing.transactions";
    const alter = (...how: string[]) =>
      kube(
        ...["exec", "kafka-0", "-n", NAMESPACE, "--", "kafka-configs", "--bootstrap-server", "localhost:9092"],
        ...["--alter", "--topic", critical, ...how],
      );
    const harmless = {
      [TOPICS]: (text: string) =>
        text.replace(
          `"${critical}": critical({`,
          `"${critical}": critical({\n    config: { "segment.ms": "3600000" },`,
        ),
    };
    await alter("--add-config", "retention.ms=-1");
    try {
      const { exitCode, output } = await withChanges(harmless, "preview");
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /retention\.ms -1 → 2592000000 \(shorter-retention\)/);
    } finally {
      await alter("--add-config", "retention.ms=2592000000");
    }
    const { exitCode, output } = await withChanges(harmless, "preview");
    assert.equal(exitCode, 0, output);
  });

  it("leaves every record and every topic where it was", async () => {
    assert.deepEqual(
      (await readAll(await bootstrap(), topic)).filter((value) => values.includes(value)).sort(),
      [...values].sort(),
    );
    await pulumiUp(await testStack());
    const { exitCode, output } = await tryCommand("drift");
    assert.equal(exitCode, 0, output);
  });

  it("is made in two steps where its owner agrees: the waiver, which ends protection, and then the removal", async () => {
    const leave = waiver(topic, "removal");
    const atOnce = await withChanges({ ...without(topic), ...leave }, "preview");
    assert.notEqual(atOnce.exitCode, 0);
    assert.match(atOnce.output, /protect/);
    await withChangedProgram(leave, async (program) => void (await pulumiUp(await testStack(program))));
    await withChangedProgram({ ...without(topic), ...leave }, async (program) => {
      const output = await pulumiUp(await testStack(program));
      assert.match(output, /kafka:index:Topic integration\.events deleted/);
    });
    const { output } = await tryCommand("drift");
    assert.match(output, /topic integration\.events is not on the cluster/);
    await pulumiUp(await testStack());
  });

  it("is refused by destroy, with the program and without it", async () => {
    const stack = await testStack();
    const without = await tryPulumi(stack, "destroy", "--yes", "--skip-preview");
    assert.notEqual(without.exitCode, 0);
    assert.match(without.output, /--run-program/);
    const withProgram = await tryPulumi(stack, "destroy", "--preview-only", "--run-program");
    assert.notEqual(withProgram.exitCode, 0, withProgram.output);
    assert.match(withProgram.output, /protect|recreation/);
  });
});

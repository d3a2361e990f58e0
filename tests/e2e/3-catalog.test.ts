import { strict as assert } from "node:assert";
import { catalog } from "../../catalog/catalog";
import { run } from "../../local/support/run";
import { tryCommand } from "../support/commands";
import { credentialsOf, filesOf } from "../support/credentials";
import { produce, readAll } from "../support/kafka-clients";
import { type Rights, rightsOf } from "../support/rights";
import { Accounts } from "../support/security/accounts";
import { authenticates, type Credentials } from "../support/security/applications";
import { NAMESPACE } from "../support/security/scene";
import { withState } from "../support/state-file";
import {
  bootstrap,
  kube,
  layout,
  type Outcome,
  pulumiUp,
  testStack,
  tryPulumi,
  withChangedProgram,
} from "../support/test-platform";

const TOPICS = "catalog/topics.ts";
const WAIVERS = "catalog/waivers.ts";
const APPLICATIONS = "catalog/applications.ts";

/** Runs Pulumi with a changed program. */
const withChanges = async (changes: Parameters<typeof withChangedProgram>[0], ...args: string[]): Promise<Outcome> =>
  withChangedProgram(changes, async (program) => tryPulumi(await testStack(program), ...args));

/** A catalog without a topic, and without what uses it. */
const without = (topic: string) => ({
  [TOPICS]: (text: string) => text.replace(new RegExp(`  "${topic}": \\w+\\(\\{.*?\\n  \\}\\),\\n`, "s"), ""),
  [APPLICATIONS]: (text: string) => text.replaceAll(`  "${topic}",\n`, ""),
});

const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const waiver = (topic: string, allows: string) => ({
  [WAIVERS]: (text: string) =>
    text.replace(
      "= []",
      `= [{ topic: "${topic}", allows: "${allows}", owner: "voicecore", reason: "the test means it", expires: "${soon}" }]`,
    ),
});

describe("a change that would lose records", () => {
  const topic = "integration.events";
  const values = ["one", "two", "three"];

  before(async () => {
    await produce(await bootstrap(), topic, values);
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
      assert.match(output, /It holds [1-9]\d* records; /);
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
    assert.match(removal.output, /removal/);
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

/** A resource in the file of the state. */
interface StoredResource {
  readonly urn: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
}

describe("users in the catalog of a platform that runs and has had none", () => {
  it("are previewed, though their passwords are not known yet", async () => {
    const ofAccess = /::(passwords|applications)$|kafka-platform:access:Applications/;
    const withoutAccess = (text: string) => {
      const state = JSON.parse(text) as { checkpoint: { latest: { resources: StoredResource[] } } };
      const { latest } = state.checkpoint;
      const known = (urn: string) => !ofAccess.test(urn);
      latest.resources = latest.resources
        .filter(({ urn }) => known(urn))
        .map(({ dependencies = [], propertyDependencies = {}, ...resource }) => ({
          ...resource,
          dependencies: dependencies.filter(known),
          propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([key, urns]) => [key, (urns ?? []).filter(known)]),
          ),
        }));
      return JSON.stringify(state);
    };
    await withState(withoutAccess, async () => {
      const { exitCode, output } = await tryPulumi(await testStack(), "preview");
      assert.equal(exitCode, 0, output);
      assert.match(output, /kafka:index:UserScramCredential voicecore-producer create/);
      assert.doesNotMatch(output, /kafka:index:Topic \S+ (create|delete|replace)/);
    });
  });
});

describe("an application of the catalog", () => {
  const surroundings = async () => ({
    namespace: NAMESPACE,
    dns: layout().dnsIp,
    ca: (await bootstrap()).tls.ca,
  });

  it("may do what the table of roles says for what it does, on every topic, group and transaction, and nothing else", async () => {
    const topics = Object.keys(catalog.topics);
    const rights = async (application: string): Promise<Rights> =>
      rightsOf(await surroundings(), await credentialsOf(application), {
        topics: [...topics, "platform.postflight", "__consumer_offsets"],
        groups: ["voicecore-consumers", "another"],
        transactionalIds: ["voicecore-producer-1", "voicecore", "kafka-platform-postflight"],
      });
    const all = <T>(names: readonly string[], value: T) => Object.fromEntries(names.map((name) => [name, value]));
    assert.deepEqual(await rights("voicecore-producer"), {
      cluster: [],
      topics: { ...all(topics, ["DESCRIBE", "WRITE"]), "platform.postflight": [], __consumer_offsets: [] },
      groups: { "voicecore-consumers": [], another: [] },
      transactionalIds: { "voicecore-producer-1": true, voicecore: false, "kafka-platform-postflight": false },
      idempotent: true,
    });
    assert.deepEqual(await rights("voicecore-consumers"), {
      cluster: [],
      topics: { ...all(topics, ["DESCRIBE", "READ"]), "platform.postflight": [], __consumer_offsets: [] },
      groups: { "voicecore-consumers": ["DESCRIBE", "READ"], another: [] },
      transactionalIds: { "voicecore-producer-1": false, voicecore: false, "kafka-platform-postflight": false },
      idempotent: false,
    });
  });

  it("writes and reads by the profiles of its Secret, in Java", async () => {
    const topic = "notification.events";
    const exec = (script: string, input: string) =>
      run(
        "kubectl",
        ["--kubeconfig", layout().kubeconfig, "exec", "-i", "kafka-0", "-n", NAMESPACE, "--", "sh", "-c", script],
        {
          input,
        },
      );
    const profile = async (application: string, file: string) => (await filesOf(application))[file] ?? "";
    // The profile comes on standard input, and is nowhere but in memory.
    const record = `by-profile-${Date.now()}`;
    const write = `cat > /tmp/p && echo ${record} | kafka-console-producer --bootstrap-server kafka.kafka.svc.cluster.local:9092 --producer.config /tmp/p --topic ${topic}; code=$?; rm /tmp/p; exit $code`;
    await exec(write, await profile("voicecore-producer", "producer.properties"));
    const read = `cat > /tmp/c && kafka-console-consumer --bootstrap-server kafka.kafka.svc.cluster.local:9092 --consumer.config /tmp/c --topic ${topic} --timeout-ms 8000 2>/dev/null; rm /tmp/c`;
    const output = await exec(read, await profile("voicecore-consumers", "consumer.properties"));
    assert.ok(output.split("\n").includes(record), output);
  });

  it("gets a new password beside the old one, which works until it is revoked, and then never again", async () => {
    const entry = (more: string) => ({
      [APPLICATIONS]: (text: string) =>
        text.replace(
          /\};\n$/,
          `  rotated: {
    owner: "voicecore", purpose: "Is given new passwords", namespace: "voicecore", consumes: ["call.events"],
    groups: ["rotated"], quota: { produce: "1Mi", consume: "1Mi" },${more}
  },
};
`,
        ),
    });
    const up = (more: string) =>
      withChangedProgram(entry(more), async (program) => {
        await pulumiUp(await testStack(program));
        return credentialsOf("rotated", "voicecore");
      });
    const lets = async (credentials: Credentials) => authenticates(await surroundings(), credentials);
    const first = await up("");
    const second = await up("rotation: 2");
    assert.deepEqual([first.username, second.username], ["rotated", "rotated.2"]);
    assert.notEqual(first.password, second.password);
    assert.deepEqual([await lets(first), await lets(second)], [true, true]);
    assert.deepEqual(await up("rotation: 2, revoked: 1"), second);
    assert.deepEqual([await lets(first), await lets(second)], [false, true]);
    for (const back of ["", "rotation: 2", "rotation: 1"]) {
      const { exitCode, output } = await withChanges(entry(back), "preview");
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /rotated: (rotation 2 → 1: it only ever rises|the password of rotation 1 would work again)/);
    }
    await pulumiUp(await testStack());
    assert.equal(await lets(second), false);
  });

  it("keeps its quota when that changes", async () => {
    const more = { [APPLICATIONS]: (text: string) => text.replace('consume: "200Mi"', 'consume: "300Mi"') };
    await withChangedProgram(more, async (program) => {
      await pulumiUp(await testStack(program));
      const { output } = await tryCommand("drift");
      assert.match(
        output,
        /quota user voicecore-consumers differs\n {2}consumer_byte_rate is 314572800, and is to be 209715200/,
      );
      assert.match(output, /^1 difference /m);
    });
    await pulumiUp(await testStack());
  });
});

describe("npm run drift", () => {
  it("tells what differs and what nobody declared, with exit code 1, and touches none of it", async () => {
    const accounts = new Accounts(await bootstrap());
    const topic = "drift-test.unknown";
    try {
      await accounts.create("drift-test");
      await accounts.allow("drift-test", [{ on: "TOPIC", name: "call.events", operation: "READ" }]);
      await accounts.administrate((admin) => admin.createTopics({ topics: [topic], partitions: 2, replicas: 3 }));
      await kube(
        "exec",
        "kafka-0",
        "-n",
        NAMESPACE,
        "--",
        "kafka-configs",
        "--bootstrap-server",
        "localhost:9092",
        "--alter",
        "--topic",
        "crm.updates",
        "--add-config",
        "retention.ms=1234567",
      );
      const { exitCode, output } = await tryCommand("drift");
      assert.equal(exitCode, 1, output);
      assert.equal(
        output.trim(),
        [
          "topic crm.updates differs",
          "  retention.ms is 1234567, and is to be 604800000",
          `topic ${topic} is unknown to the program, which leaves it alone`,
          "user drift-test is unknown to the program, which leaves it alone",
          "rule Allow User:drift-test Read Topic Literal call.events is unknown to the program, which leaves it alone",
          "",
          "4 differences between the cluster and the program.",
        ].join("\n"),
      );
      await pulumiUp(await testStack(), "--refresh");
      const after = await tryCommand("drift", "--json");
      const names = (JSON.parse(after.output) as { name: string }[]).map(({ name }) => name);
      assert.deepEqual(names.length, 3, "what the program owns is mended, and the rest is there");
    } finally {
      await accounts.remove();
      await accounts.administrate((admin) => admin.deleteTopics({ topics: [topic] }));
    }
    assert.equal((await tryCommand("drift")).exitCode, 0);
  });

  it("ends with 2 where it cannot know", async () => {
    const { exitCode, output } = await tryCommand("drift", "--colour");
    assert.equal(exitCode, 2, output);
  });
});

import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { catalog } from "../../catalog/catalog";
import { type ExportedResource, without } from "../../commands/state";
import { run } from "../../local/support/run";
import { APPLICATIONS, withChanges } from "../support/catalog";
import { tryCommand } from "../support/commands";
import { credentialsOf, filesOf } from "../support/credentials";
import { readAll } from "../support/kafka-clients";
import { type Rights, rightsOf } from "../support/rights";
import { authenticates, type Credentials } from "../support/security/applications";
import { NAMESPACE } from "../support/security/scene";
import { stateFile, withResources, withState } from "../support/state-file";
import { SteadyWriter } from "../support/steady-writer";
import {
  assertNothingLeftToDo,
  bootstrap,
  kube,
  layout,
  pulumiUp,
  testStack,
  tryPulumi,
  withChangedProgram,
} from "../support/test-platform";

describe("users in the catalog of a platform that runs and has had none", () => {
  it("are previewed, though their passwords are not known yet", async () => {
    const ofAccess = /::(passwords|applications)$|kafka-platform:access:Applications/;
    const withoutAccess = (text: string) =>
      withResources(text, (resources) =>
        without(
          resources,
          resources.flatMap(({ urn }) => (ofAccess.test(urn) ? [urn] : [])),
        ),
      );
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

  it("keeps its rules, its quota, its user and its Secret where the program only gives their resources other names", async () => {
    const file = "components/access/applications.ts";
    const renamings = [
      (text: string) => text.replace("super(resourceTypes.applications", 'super("kafka-platform:access:Clients"'),
      (text: string) => text.replace('.join("/");', '.join(":");'),
    ];
    for (const change of renamings) {
      for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
        const { exitCode, output } = await withChanges({ [file]: change }, ...command);
        assert.notEqual(exitCode, 0, output);
        assert.match(output, /stands for, which is the same: it was not deleted/);
      }
      const { exitCode, output } = await tryCommand("drift");
      assert.equal(exitCode, 0, output);
      // The refused run has made resources of the other names, and cannot take them back.
      const repaired = await tryCommand("repair");
      assert.equal(repaired.exitCode, 0, repaired.output);
      await pulumiUp(await testStack());
    }
    assert.ok((await credentialsOf("voicecore-producer")).password);
  });

  describe("of which something is half made", () => {
    const rule = "acl:Acl::voicecore-consumers/Read/Group/Literal/voicecore-consumers";
    const quota = "quota:Quota::voicecore-consumers";
    const user = "userScramCredential:UserScramCredential::voicecore-consumers";
    const among = (names: readonly string[], { urn }: ExportedResource) =>
      names.some((name) => urn.endsWith(`/${name}`));
    const unread = (resources: readonly ExportedResource[]) =>
      resources.map((resource) =>
        among([rule, quota, user], resource)
          ? { ...resource, initErrors: ["made, and then not to be read"] }
          : resource,
      );
    const tool = (name: string, ...args: string[]) =>
      kube("exec", "kafka-0", "-n", NAMESPACE, "--", name, "--bootstrap-server", "localhost:9092", ...args);

    const heals = async (change: Parameters<typeof withResources>[1], says: RegExp) => {
      const before = await credentialsOf("voicecore-consumers");
      writeFileSync(stateFile(), withResources(readFileSync(stateFile(), "utf8"), change));
      assert.match(await pulumiUp(await testStack()), says);
      await assertNothingLeftToDo(await testStack());
      const drift = await tryCommand("drift");
      assert.equal(drift.exitCode, 0, drift.output);
      assert.deepEqual(await credentialsOf("voicecore-consumers"), before);
      assert.equal(await authenticates(await surroundings(), before), true);
    };

    it("is whole after the next up: what the state says was made and could not be read", () =>
      heals(unread, /3 replaced/));

    it("is whole after the next up: what the state has, and the cluster does not", async () => {
      await tool("kafka-acls", "--remove", "--force", "--group", "voicecore-consumers", "--operation", "Read");
      const gone = "producer_byte_rate,consumer_byte_rate";
      await tool(
        "kafka-configs",
        ...["--alter", "--entity-type", "users", "--entity-name", "voicecore-consumers", "--delete-config", gone],
      );
      await heals(
        (resources) =>
          unread(resources).map((resource) => (among([user], resource) ? { ...resource, initErrors: [] } : resource)),
        /2 replaced/,
      );
    });

    it("is whole after the next up: what was made, and the state was not told", async () => {
      const lost = [rule, quota, user];
      await heals(
        (resources) =>
          without(
            resources,
            resources.flatMap((resource) => (among(lost, resource) ? [resource.urn] : [])),
          ),
        /3 created/,
      );
    });
  });

  describe("whose password is replaced", () => {
    const topic = "call.events";
    const entry = (more: string) => ({
      [APPLICATIONS]: (text: string) =>
        text.replace(
          /\};\n$/,
          `  rotated: {
    owner: "voicecore", purpose: "Is given new passwords", namespace: "voicecore", produces: ["${topic}"],
    quota: { produce: "1Mi", consume: "1Mi" },${more}
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
    const writer = async (pod: string) => {
      const { username = "", "producer.properties": profile = "" } = await filesOf("rotated", "voicecore");
      return SteadyWriter.start(`${username}-${Date.now()}`, { pod, topic, profile });
    };

    it("writes on without a failed record, by the old one until the new one is there; the old one works until it is revoked, and then never again", async () => {
      const first = await up("");
      const before = await writer("kafka-0");
      const second = await up("rotation: 2");
      assert.deepEqual([first.username, second.username], ["rotated", "rotated.2"]);
      assert.notEqual(first.password, second.password);
      assert.deepEqual([await lets(first), await lets(second)], [true, true]);
      const after = await writer("kafka-1");
      const values = [...(await before.stop())];
      assert.deepEqual(await up("rotation: 2, revoked: 1"), second);
      assert.deepEqual([await lets(first), await lets(second)], [false, true]);
      values.push(...(await after.stop()));
      const written = new Set(values);
      const found = (await readAll(await bootstrap(), topic)).filter((value) => written.has(value));
      assert.deepEqual(found.sort(), values.sort());
      assert.ok(values.length > 500, `${values.length} records`);
    });

    it("is refused an old one back, and its users go with it", async () => {
      for (const back of ["", "rotation: 2", "rotation: 1"]) {
        const { exitCode, output } = await withChanges(entry(back), "preview");
        assert.notEqual(exitCode, 0, output);
        assert.match(
          output,
          /rotated: (rotation 2 → 1: it only ever rises|the password of rotation 1 would work again)/,
        );
      }
      for (const what of ["UserScramCredential::rotated", "Acl::rotated/Write/Topic/Literal/call.events"]) {
        const { exitCode, output } = await withChanges(
          entry(""),
          ...["up", "--yes", "--skip-preview", "--target", `**${what}`],
        );
        assert.notEqual(exitCode, 0, output);
        assert.match(output, /The password of rotation 1 of rotated would work again; nothing of it was made/);
      }
      const last = await credentialsOf("rotated", "voicecore");
      await pulumiUp(await testStack());
      assert.equal(await lets(last), false);
    });
  });
});

import { strict as assert } from "node:assert";
import { catalog } from "../../catalog/catalog";
import { run } from "../../local/support/run";
import { APPLICATIONS, withChanges } from "../support/catalog";
import { tryCommand } from "../support/commands";
import { credentialsOf, filesOf } from "../support/credentials";
import { type Rights, rightsOf } from "../support/rights";
import { authenticates, type Credentials } from "../support/security/applications";
import { NAMESPACE } from "../support/security/scene";
import { withState } from "../support/state-file";
import { bootstrap, layout, pulumiUp, testStack, tryPulumi, withChangedProgram } from "../support/test-platform";

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

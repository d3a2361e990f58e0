/** What the Kafka provider does where nobody takes care: docs/adr/0025-kafka-provider.md. */
import { strict as assert } from "node:assert";
import { withProbe } from "../support/probe-stack";
import { bootstrap, pulumiUp, testStack } from "../support/test-platform";

const MINUTES = 60_000;
const up = ["up", "--yes", "--skip-preview"];

describe("the Kafka provider", function () {
  this.timeout(30 * MINUTES);

  before(async () => void (await pulumiUp(await testStack())));

  it("gives a topic without a name one of its own", () =>
    withProbe(
      `exports.name = new kafka.Topic("unnamed", topic, { provider: new kafka.Provider("kafka", told) }).name;`,
      async (probe) => {
        const { exitCode, output } = await probe(up);
        assert.equal(exitCode, 0, output);
        assert.match(output, /name: "unnamed-[0-9a-f]{7}"/);
      },
    ));

  it("takes from the environment what it is not told, and nothing else", async () => {
    const program = (name: string, given: string) =>
      `new kafka.Topic("probe", { ...topic, name: "${name}" }, { provider: new kafka.Provider("kafka", ${given}) });`;
    const { tls } = await bootstrap();
    const somebodys = { KAFKA_CLIENT_CERT: tls.cert, KAFKA_CLIENT_KEY: tls.key };
    await withProbe(program("untold", "{ ...told, clientCert: undefined, clientKey: undefined }"), async (probe) => {
      const { exitCode, output } = await probe(up);
      assert.notEqual(exitCode, 0, output);
      assert.equal((await probe(up, somebodys)).exitCode, 0, "by a certificate of the environment");
      assert.equal((await probe(["destroy", "--yes", "--skip-preview"], somebodys)).exitCode, 0);
    });
    await withProbe(program("told", "told"), async (probe) => {
      const { exitCode, output } = await probe(up, { KAFKA_CLIENT_CERT: "none", KAFKA_CLIENT_KEY: "none" });
      assert.equal(exitCode, 0, output);
    });
  });

  it("remembers its first failure to connect for the whole run", async () => {
    // A way to a broker that opens when the first topic has failed, and a second topic that waits for that.
    const program = (opensAfter: number) => `
const [host, port] = addresses[0].split(":");
const open = (after) => new Promise((resolved) => setTimeout(() => {
  const server = createServer((from) => { const to = createConnection(Number(port), host); from.pipe(to).pipe(from); for (const end of [from, to]) end.unref().on("error", () => {}); });
  server.listen(39094, "127.0.0.1", () => { server.unref(); resolved(1); });
}, after));
const provider = new kafka.Provider("kafka", { ...told, bootstrapServers: ["localhost:39094"] });
new kafka.Topic("first", { ...topic, name: "first" }, { provider });
new kafka.Topic("second", { ...topic, name: "second", partitions: open(${opensAfter}) }, { provider });
`;
    await withProbe(program(30_000), async (probe) => {
      const { exitCode, output } = await probe([...up, "--continue-on-error"]);
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /Topic \(first\):\n.*error/);
      assert.match(output, /Topic \(second\):\n.*error/);
    });
    await withProbe(program(0), async (probe) => {
      const { output } = await probe([...up, "--continue-on-error"]);
      assert.doesNotMatch(output, /Topic \(second\):\n.*error/, "the way is one where it is open from the start");
    });
  });

  it("knows TransactionalID and no other spelling", () =>
    withProbe(
      `const rule = (type) => new kafka.Acl(type, {
  aclPrincipal: "User:probe", aclHost: "*", aclOperation: "Write", aclPermissionType: "Allow",
  aclResourceType: type, aclResourceName: "probe-", resourcePatternTypeFilter: "Prefixed",
}, { provider });
const provider = new kafka.Provider("kafka", told);
rule("TransactionalID");
rule("TransactionalId");
`,
      async (probe) => {
        const { exitCode, output } = await probe([...up, "--continue-on-error"]);
        assert.notEqual(exitCode, 0, output);
        assert.match(output, /Acl TransactionalID created/);
        assert.match(output, /Acl \(TransactionalId\):\n.*error/);
      },
    ));

  it("imports no quota", async () => {
    const quota = (options: string) =>
      `new kafka.Quota("probe", { entityType: "user", entityName: "probe", config: { producer_byte_rate: "1000000" } },
  { provider: new kafka.Provider("kafka", told), ${options} });`;
    await withProbe(quota(""), async (made) => {
      const { exitCode, output } = await made(up);
      assert.equal(exitCode, 0, output);
      await withProbe(quota(`import: "probe|user"`), async (imported) => {
        const second = await imported(up);
        assert.notEqual(second.exitCode, 0, second.output);
        assert.match(second.output, /Quota \(probe\):\n.*error/);
      });
    });
  });

  it("takes a second for each topic that it makes, and three for each that it deletes", () =>
    withProbe(
      `new kafka.Topic("probe", { ...topic, name: "slow" }, { provider: new kafka.Provider("kafka", told) });`,
      async (probe) => {
        const secondsOf = ({ output }: { readonly output: string }, done: string) =>
          Number(new RegExp(`Topic probe ${done} \\((\\d+(?:\\.\\d+)?)s\\)`).exec(output)?.[1]);
        assert.ok(secondsOf(await probe(up), "created") >= 1);
        assert.ok(secondsOf(await probe(["destroy", "--yes", "--skip-preview"]), "deleted") >= 3);
      },
    ));
});

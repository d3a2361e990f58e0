import { strict as assert } from "node:assert";
import { tryCommand } from "../support/commands";
import { Accounts } from "../support/security/accounts";
import { NAMESPACE } from "../support/security/scene";
import { bootstrap, kube, pulumiUp, testStack } from "../support/test-platform";

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

import { inNetns } from "../../../local/cluster/network";
import { run } from "../../../local/support/run";
import { waitFor } from "../../../local/support/wait";
import { type Bootstrap, describeTopics, produce, untilInSync } from "../kafka-clients";
import { kube, layout } from "../test-platform";
import { nodeOf, untilReady } from "./pods";

const BROKERS = ["kafka-0", "kafka-1", "kafka-2"];

/** Tests that readiness is about being in sync. @param bootstrap says where the brokers are found */
export function lagging(bootstrap: () => Promise<Bootstrap>): void {
  describe("readiness means in sync", () => {
    const topic = "crm.updates";
    /** Changes the packet filter of the node that broker 2 runs on. */
    const filter = async (...commands: string[]) => {
      const node = layout().nodes[(await nodeOf("kafka-2")) - 1];
      await run(...inNetns(node?.netns ?? "", "nft", [commands.join("; ")]));
    };

    after(() => filter("add table ip replication-test", "delete table ip replication-test"));

    it("marks a broker that lags NotReady while its port is open, leaves the others Ready, and takes it back", async () => {
      const ip = await kube("get", "pod", "kafka-2", "-n", "kafka", "-o", "jsonpath={.status.podIP}");
      await filter(
        "add table ip replication-test",
        "add chain ip replication-test forward { type filter hook forward priority 0; }",
        `add rule ip replication-test forward ip saddr ${ip} tcp dport 9091 drop`,
      );
      const servers = await bootstrap();
      // The leaders wait for the lagging follower until it has left the ISR, which takes longer than the client waits.
      const values = Array.from({ length: 50 }, (_, i) => `while-lagging-${i}`);
      await produce(servers, topic, values).catch(() => undefined);
      await waitFor(
        "broker 2 to be out of sync where it follows",
        async () => (await describeTopics(servers, [topic])).get(topic)?.some(({ isr }) => !isr.includes(2)),
        { timeoutMs: 180_000, everyMs: 1000 },
      );
      await untilReady(["kafka-0", "kafka-1"]);
      await kube(
        "exec",
        "kafka-2",
        "-n",
        "kafka",
        "-c",
        "kafka",
        "--",
        "bash",
        "-c",
        "exec 3<>/dev/tcp/localhost/9091",
      );

      await filter("delete table ip replication-test");
      await untilReady(BROKERS);
      await untilInSync(servers, topic);
    });
  });
}

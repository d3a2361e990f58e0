import { strict as assert } from "node:assert";
import { importImages } from "../../local/cluster/cluster";
import { provideKafkaImage } from "../../local/images/build";
import type { LocalStack } from "../../local/stack";
import { assertSpecifiedTopics, produce } from "../support/kafka-clients";
import { PodWatch } from "../support/rolling/pod-watch";
import { incarnations, inPod, pods, serves, survivors } from "../support/rolling/pods";
import { overlaid, type Settings, withStack } from "../support/rolling/production";
import { assertRefusedForNow, PREVIEW } from "../support/rolling/refusal";
import { withLoad } from "../support/rolling/with-load";
import { security } from "../support/security/suite";
import { SPECIFIED_COLLECTOR, SPECIFIED_PRODUCTION } from "../support/specified";
import {
  assertNothingLeftToDo,
  bootstrap,
  kube,
  pulumiDestroy,
  pulumiUp,
  TEST_CLUSTER,
  tryPulumi,
} from "../support/test-platform";

const ZOOKEEPER = "app=zookeeper";
const BROKERS = ["kafka-0", "kafka-1", "kafka-2"];
const SERVERS = ["zookeeper-0", "zookeeper-1", "zookeeper-2"];

const OLDER = { "kafka-platform:kafka": { version: "3.9.1", image: "localhost/kafka:3.9.1" } };
/** An image that nobody has, for brokers only. */
const ABSENT = overlaid(OLDER, {
  "kafka-platform:kafka": { image: "localhost/kafka:absent", readyTimeout: "30s" },
  "kafka-platform:zookeeper": { image: OLDER["kafka-platform:kafka"].image },
});
const SMALLER = {
  "kafka-platform:storage": { size: "1Gi" },
  "kafka-platform:zookeeper": { storageSize: "512Mi" },
};

/** Production, as small as the local cluster, with further settings laid over it. */
const production = <T>(changes: Settings, work: (stack: LocalStack) => Promise<T>) => withStack("prod", changes, work);

const servers = () => production({}, (stack) => bootstrap(stack));

describe("production with ZooKeeper, as small as the local cluster", () => {
  before(async () => {
    await importImages(TEST_CLUSTER, [await provideKafkaImage("3.9.1")]);
  });

  it("comes up on the Kafka release before the newest one, with nothing left to do", async () => {
    await production(OLDER, async (stack) => {
      assert.match(await pulumiUp(stack), /the certificate zookeeper-tls is valid until 20\d\d-\S+Z/);
      await assertNothingLeftToDo(stack);
    });
  });

  it("has every broker and every ZooKeeper server on a node of its own", async () => {
    for (const label of [undefined, ZOOKEEPER]) {
      const nodes = (await pods(label)).map(({ spec }) => spec.nodeName);
      assert.deepEqual(nodes.sort(), ["node-1", "node-2", "node-3"]);
    }
  });

  it("has the nine topics with three replicas each, all of them in sync", async () => {
    await assertSpecifiedTopics(await servers());
  });

  it("has brokers with the settings that were specified", async () => {
    const describe = "--entity-type brokers --entity-name 0 --describe --all";
    const told = await inPod("kafka-0", `kafka-configs --bootstrap-server localhost:9092 ${describe}`);
    const settings = new Map(
      [...told.matchAll(/^ +([\w.]+)=(\S*) sensitive=/gm)].map(([, name, value]) => [name, value]),
    );
    const found = Object.keys(SPECIFIED_PRODUCTION).map((name) => [name, settings.get(name)]);
    assert.deepEqual(Object.fromEntries(found), SPECIFIED_PRODUCTION);
  });

  it("has brokers whose JVM runs as it was specified", async () => {
    const words = (await inPod("kafka-0", "tr '\\0' '\\n' </proc/1/cmdline")).split("\n");
    // Of the heap, only that it is fixed: its size is the one thing that a small machine cannot follow.
    const heap = words.filter((word) => /^-Xm[sx]/.test(word)).map((word) => word.slice(4));
    assert.deepEqual([heap.length, new Set(heap).size], [2, 1]);
    const collector = words.filter((word) => /G1|GC|Occupancy/.test(word));
    assert.deepEqual(collector, SPECIFIED_COLLECTOR);
  });

  it("has a ZooKeeper with one leader, which its own tool tells", async () => {
    const told = await Promise.all([0, 1, 2].map((id) => inPod(`zookeeper-${id}`, "zkServer.sh status")));
    const modes = told.map((text) => /^Mode: (\w+)$/m.exec(text)?.[1]);
    assert.deepEqual(modes.sort(), ["follower", "follower", "leader"]);
  });
});

security({
  parts: { coordination: "zookeeper", dedicatedControllers: false, zones: false },
  withStack: (work) => production(OLDER, work),
});

describe("production, given an image that does not exist", () => {
  let before: readonly Record<string, string>[];
  const others = async () => [await survivors(), await incarnations(ZOOKEEPER)];

  it("loses one broker, and up fails with what Kubernetes says of it", async () => {
    before = await others();
    await production(ABSENT, async (stack) => {
      const { exitCode, output } = await tryPulumi(stack, "up", "--yes", "--skip-preview");
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /Kafka is not ready after 30s; no topic was touched/);
      assert.match(output, /pod kafka-2 is not ready: .*(ErrImagePull|ImagePullBackOff).*localhost\/kafka:absent/);
    });
  });

  it("goes on with two brokers, and refuses what would take away another, or a server", async () => {
    const values = Array.from({ length: 100 }, (_, i) => `with-two-brokers-${i}`);
    await produce(await servers(), "billing.transactions", values);
    // That `up` refuses it too, after a while, is shown with KRaft.
    const changes = {
      kafka: { "kafka-platform:kafka": { networkThreads: 7 } },
      zookeeper: { "kafka-platform:zookeeper": { jvm: { heap: "136Mi" } } },
    };
    for (const [set, change] of Object.entries(changes)) {
      await production(overlaid(OLDER, change), (stack) => assertRefusedForNow(stack, { set, commands: [PREVIEW] }));
    }
    assert.deepEqual(await others(), before);
  });

  it("is mended by taking it back, which restarts nothing else", async () => {
    await production(OLDER, async (stack) => {
      await pulumiUp(stack);
      assert.deepEqual(await others(), before);
      assert.equal((await pods()).every(serves), true);
    });
  });
});

describe("production, changed while it serves", () => {
  it("goes to the newest release, one server and one broker at a time, and keeps every promise to clients", async () => {
    await production({}, async (stack) => {
      await withLoad({ stack, atLeast: 100_000 }, async () => {
        const [brokers, ensemble] = [await PodWatch.start(), await PodWatch.start(ZOOKEEPER)];
        await pulumiUp(stack);
        await Promise.all([brokers.stop(), ensemble.stop()]);
        ensemble.assertRolled(...SERVERS);
        brokers.assertRolled(...BROKERS);
      });
      const versions = await inPod("kafka-0", "ls /opt/kafka/libs/kafka-clients-*");
      assert.match(versions, /kafka-clients-3\.9\.2\.jar/);
      await assertNothingLeftToDo(stack);
    });
  });

  it("never gets smaller volumes: that is refused in the preview", async () => {
    await production(SMALLER, async (stack) => {
      const { exitCode, output } = await tryPulumi(stack, "preview");
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /storage\.size/);
      assert.match(output, /zookeeper\.storageSize/);
    });
  });
});

describe("production, destroyed", () => {
  it("leaves nothing behind once protection is lifted", async () => {
    await production({}, pulumiDestroy);
    const kinds = "namespaces,statefulsets,persistentvolumeclaims,persistentvolumes";
    const columns = "custom-columns=K:.kind,NS:.metadata.namespace,N:.metadata.name";
    assert.doesNotMatch(await kube("get", kinds, "-A", "--no-headers", "-o", columns), /kafka/);
  });
});

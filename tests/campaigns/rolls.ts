/** Every change that a platform has to live through, one after the other, each under load. */
import { strict as assert } from "node:assert";
import { importImages, nodePowerOff, nodePowerOn } from "../../local/cluster/cluster";
import { provideKafkaImage } from "../../local/images/build";
import { waitFor } from "../../local/support/wait";
import { campaign } from "../support/campaign/campaign";
import { type Deed, underLoad } from "../support/campaign/under-load";
import type { Load } from "../support/load/load";
import { renew } from "../support/rolling/certificates";
import { finalizedFeatures } from "../support/rolling/features";
import { labelOf, onPlatform, platformOf, untilWhole } from "../support/rolling/platforms";
import { PodWatch } from "../support/rolling/pod-watch";
import { nodeOf } from "../support/rolling/pods";
import { overlaid, type Settings } from "../support/rolling/production";
import { pulumiUp, TEST_CLUSTER, toolchain } from "../support/test-platform";

const HOURS = 3_600_000;

const kafka = (version: string): Settings => ({
  "kafka-platform:kafka": { version, image: `localhost/kafka:${version}` },
});
const certificates = (authorities: number[], issuer: number): Settings => ({
  "kafka-platform:certificates": { authorities, issuer },
});
const metadata = (metadataVersion: string): Settings => ({ "kafka-platform:kraft": { metadataVersion } });

const { mode, records } = campaign();
const platform = platformOf(mode);
const [from, to, begin] =
  mode === "zookeeper"
    ? (["3.9.1", "3.9.2", kafka("3.9.1")] as const)
    : (["4.1.2", "4.2.0", overlaid(kafka("4.1.2"), metadata("4.1"))] as const);

describe(`rolls of a platform with ${platform.title}`, function () {
  this.timeout(2 * HOURS);
  let settings: Settings = begin;
  const perform = underLoad(`rolls-${mode}`, `Rolling changes with ${platform.title}`);

  /** Brings changed settings up; of no set more than one pod may be missing at a time. */
  const rolled = async (
    row: Pick<Deed, "change" | "from" | "to">,
    changes: Settings,
    restarts: number,
    least = records,
  ): Promise<void> => {
    settings = overlaid(settings, changes);
    await onPlatform(platform, settings, (stack) => {
      const work = async () => {
        const watches = await Promise.all(platform.sets.map((set) => PodWatch.start(labelOf(set))));
        await pulumiUp(stack);
        await Promise.all(watches.map((watch) => watch.stop()));
        for (const watch of watches) {
          assert.ok(watch.mostRestarting <= 1, `${watch.mostRestarting} pods restarted at a time`);
        }
        assert.deepEqual(Object.values(watches.at(-1)?.remade() ?? {}), Array(restarts === 0 ? 0 : 3).fill(restarts));
      };
      return perform({ ...row, stack, records: least, work });
    });
  };

  before(async () => {
    await importImages(TEST_CLUSTER, [await provideKafkaImage(from)]);
    await onPlatform(platform, settings, (stack) => pulumiUp(stack));
  });

  it("a changed setting", () =>
    rolled(
      { change: "a setting, `networkThreads`", from: `${from}, as configured`, to: `${from}, 2 threads` },
      { "kafka-platform:kafka": { networkThreads: 2 } },
      1,
    ));

  it("another release", () =>
    rolled({ change: "the release", from: `Kafka ${from}`, to: `Kafka ${to}` }, kafka(to), 1));

  if (mode !== "zookeeper") {
    it("its metadata version, when it is asked for", async () => {
      assert.match((await finalizedFeatures())["metadata.version"] ?? "", /^4\.1-/);
      await rolled({ change: "`kraft.metadataVersion`", from: "4.1", to: "4.2" }, metadata("4.2"), 0);
      assert.match((await finalizedFeatures())["metadata.version"] ?? "", /^4\.2-/);
    });
  }

  it("renewed certificates", async () => {
    for (const certificate of mode === "zookeeper" ? ["zookeeper-tls", "kafka-tls"] : ["kafka-tls"]) {
      await renew(certificate);
    }
    await rolled({ change: "renewed certificates", from: `Kafka ${to}`, to: `Kafka ${to}` }, {}, 1);
  });

  // A load's clients know the authorities and have the certificate of when it began, as applications do.
  it("another certificate authority, in three steps", async () => {
    const least = Math.ceil(records / 3);
    const change = "the certificate authority";
    const steps = [
      { to: "1 and 2 trusted, 1 issues", settings: certificates([1, 2], 1) },
      { to: "1 and 2 trusted, 2 issues", settings: certificates([1, 2], 2) },
      { to: "2 trusted, 2 issues", settings: certificates([2], 2) },
    ];
    let before = "1 trusted, 1 issues";
    for (const step of steps) {
      await rolled({ change, from: before, to: step.to }, step.settings, 1, least);
      before = step.to;
    }
  });

  it("a node without power", () =>
    onPlatform(platform, settings, (stack) => {
      const work = async (load: Load) => {
        const node = await nodeOf("kafka-1");
        await nodePowerOff(TEST_CLUSTER, node);
        const off = load.acknowledged();
        await waitFor("writes with two brokers", () => load.acknowledged() > off + 10_000, { timeoutMs: 300_000 });
        await nodePowerOn(TEST_CLUSTER, node, (await toolchain()).kubernetes);
        await untilWhole(platform);
      };
      return perform({ change: "a node's power cut and back", from: `Kafka ${to}`, to: `Kafka ${to}`, stack, work });
    }));

  it("a renewed certificate of the authority, whose key stays", async () => {
    await renew("kafka-ca-2");
    const change = "the authority's renewed certificate";
    await rolled({ change, from: `Kafka ${to}`, to: `Kafka ${to}` }, {}, 1, Math.ceil(records / 3));
  });
});

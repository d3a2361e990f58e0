import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { topics } from "../../../catalog/topics";
import { parseSettings, rawSettings, type Settings } from "../../../config/settings";
import { reportMistakes } from "../../../lib/mistakes";

type Section = Record<string, unknown>;

const project = "kafka-platform";
const file = (name: string) => parse(readFileSync(join(__dirname, "../../..", name), "utf8"));

/** A stack's file as the program gets it from Pulumi: one text for each key. */
function rawOf(stack: string): Record<string, Section> {
  const config = Object.entries(file(`Pulumi.${stack}.yaml`).config).map(([key, value]) => [
    key,
    JSON.stringify(value),
  ]);
  return rawSettings(Object.fromEntries(config), project) as Record<string, Section>;
}

function settingsOf(raw: Record<string, unknown>): Settings {
  const result = parseSettings(raw, { topics });
  assert.ok("settings" in result, "mistakes" in result ? reportMistakes("settings", result.mistakes) : "");
  return result.settings;
}

function mistakesOf(raw: Record<string, unknown>, catalog: unknown = topics): string[] {
  const result = parseSettings(raw, { topics: catalog as typeof topics });
  assert.ok("mistakes" in result, "no mistake was found");
  return result.mistakes.map(({ path, rule, found }) => `${path}: ${rule}; found ${JSON.stringify(found)}`);
}

const dev = (change: Record<string, Section | undefined> = {}): Record<string, unknown> => {
  const raw = rawOf("dev");
  return { ...raw, ...Object.fromEntries(Object.entries(change).map(([k, v]) => [k, v && { ...raw[k], ...v }])) };
};

describe("the stacks' own files", () => {
  for (const stack of ["dev", "prod"]) {
    it(`Pulumi.${stack}.yaml holds no mistake`, () => {
      settingsOf(rawOf(stack));
    });
  }

  it("prod has the sizes and flags that the platform was asked for", () => {
    const { kafka } = settingsOf(rawOf("prod"));
    assert.deepEqual(kafka.jvm, {
      heap: "4Gi",
      options: [
        "-XX:+UseG1GC",
        "-XX:MaxGCPauseMillis=20",
        "-XX:InitiatingHeapOccupancyPercent=35",
        "-XX:G1HeapRegionSize=16M",
      ],
    });
    const { networkThreads, ioThreads, socketSendBuffer, socketReceiveBuffer, logSegmentSize, compression } = kafka;
    assert.deepEqual(
      { networkThreads, ioThreads, socketSendBuffer, socketReceiveBuffer, logSegmentSize, compression },
      {
        networkThreads: 8,
        ioThreads: 8,
        socketSendBuffer: "100Ki",
        socketReceiveBuffer: "100Ki",
        logSegmentSize: "1Gi",
        compression: "snappy",
      },
    );
  });

  it("prod names its cluster and keeps its volumes; dev takes the current cluster and leaves nothing", () => {
    const [prodSettings, devSettings] = [settingsOf(rawOf("prod")), settingsOf(rawOf("dev"))];
    assert.equal(prodSettings.kubernetes.context, "kafka-prod");
    assert.equal(prodSettings.storage.retainOnDelete, true);
    assert.equal(devSettings.kubernetes.context, undefined);
    assert.equal(devSettings.storage.retainOnDelete, false);
  });

  it("dev fits a laptop: at most 512 MiB of heap and 1 GiB of memory a broker", () => {
    const { kafka } = settingsOf(rawOf("dev"));
    assert.deepEqual([kafka.jvm.heap, kafka.resources.memory], ["384Mi", "1Gi"]);
  });

  it("every section of the schema is declared in Pulumi.yaml, and no other", () => {
    assert.deepEqual(Object.keys(file("Pulumi.yaml").config), Object.keys(settingsOf(rawOf("dev"))));
  });
});

describe("parseSettings", () => {
  it("fills in the defaults of a section that is left out", () => {
    const settings = settingsOf(dev({ kubernetes: undefined, external: undefined, topics: undefined }));
    assert.deepEqual(
      [settings.kubernetes, settings.external, settings.topics],
      [{ namespace: "kafka" }, { nodePortBase: 31_090 }, { protect: true }],
    );
  });

  it("names every setting that a missing section should have had", () => {
    assert.deepEqual(mistakesOf(dev({ storage: undefined })), [
      "kafka-platform:storage.size: must be a size in binary units, such as 512Mi or 4Gi; found undefined",
    ]);
    assert.deepEqual(
      mistakesOf({}).map((mistake) => mistake.split(": ")[0]),
      [
        "kafka-platform:kafka.version",
        "kafka-platform:kafka.image",
        "kafka-platform:kafka.resources",
        "kafka-platform:kafka.jvm",
        "kafka-platform:kafka.networkThreads",
        "kafka-platform:kafka.ioThreads",
        "kafka-platform:storage.size",
      ],
    );
  });

  it("reports wrong values, unknown keys, unknown sections and the catalog's mistakes together", () => {
    const raw = {
      ...dev({
        kafka: { image: 3, networkThreads: 0, treads: 8, jvm: { heap: "2GB", options: ["-Xmx1G", "x y"] } },
        external: { nodePortBase: 80 },
        topics: { protect: "yes" },
      }),
      monitoring: { enabled: true },
    };
    const result = parseSettings(raw, { topics: { "Bad Name": { ...topics["call.events"], partitions: 0 } as never } });
    assert.ok("mistakes" in result);
    assert.equal(
      reportMistakes("stack dev", result.mistakes),
      [
        "10 mistakes in stack dev; nothing was changed:",
        "  kafka-platform:kafka.image: must be an image with its tag or digest; found 3. Write it as apache/kafka:4.2.0.",
        '  kafka-platform:kafka.jvm.heap: must be a size in binary units, such as 512Mi or 4Gi; found "2GB". Write a whole number followed by Ki, Mi, Gi or Ti.',
        '  kafka-platform:kafka.jvm.options: must be a list of JVM options that begin with a dash and hold no space; found ["-Xmx1G","x y"]. Write one option a line; the heap has its own setting, kafka.jvm.heap.',
        "  kafka-platform:kafka.networkThreads: must be a whole number from 1 to 256; found 0. Write a number within these limits, without quotes.",
        "  kafka-platform:kafka.treads: is not a setting; found 8. Remove it, or use one of compression, image, ioThreads, jvm, logSegmentSize, networkThreads, probes, properties, readyTimeout, resources, socketReceiveBuffer, socketSendBuffer, terminationGracePeriod, version.",
        "  kafka-platform:external.nodePortBase: must be a whole number from 30000 to 32765; found 80. Choose the first of three NodePorts in a row that no Service uses.",
        '  kafka-platform:topics.protect: must be true or false; found "yes". Write true or false, without quotes.',
        '  kafka-platform:monitoring: is not a setting; found {"enabled":true}. Remove it, or use one of external, kafka, kubernetes, storage, topics.',
        '  catalog/topics.ts: topics["Bad Name"]: must have a name of at most 249 letters, digits, dots, dashes and underscores that does not begin with __; found "Bad Name". Rename it, in the form call.events.',
        '  catalog/topics.ts: topics["Bad Name"].partitions: must be a whole number from 1 to 1000; found 0. Take a few times the number of consumers that share the work.',
      ].join("\n"),
    );
  });

  it("refuses a heap that leaves the JVM no memory, whatever else is wrong", () => {
    const expected =
      'kafka-platform:kafka.jvm.heap: must be at most three quarters of kafka.resources.memory; found "1Gi"';
    assert.deepEqual(mistakesOf(dev({ kafka: { jvm: { heap: "1Gi" } } })), [expected]);
    assert.ok(mistakesOf(dev({ kafka: { jvm: { heap: "1Gi" }, ioThreads: "8" } })).includes(expected));
    settingsOf(dev({ kafka: { jvm: { heap: "768Mi" } } }));
  });

  it("refuses sizes that Kafka cannot count", () => {
    for (const setting of ["logSegmentSize", "socketSendBuffer", "socketReceiveBuffer"]) {
      assert.deepEqual(mistakesOf(dev({ kafka: { [setting]: "2Gi" } })), [
        `kafka-platform:kafka.${setting}: must be less than 2Gi, since Kafka counts its bytes in 32 bits; found "2Gi"`,
      ]);
      settingsOf(dev({ kafka: { [setting]: "2047Mi" } }));
    }
    assert.deepEqual(mistakesOf(dev({ kafka: { logSegmentSize: 7 } })), [
      "kafka-platform:kafka.logSegmentSize: must be a size in binary units, such as 512Mi or 1Gi; found 7",
    ]);
  });

  it("refuses a length of time that nobody means", () => {
    assert.deepEqual(mistakesOf(dev({ kafka: { readyTimeout: "36526d" } })), [
      'kafka-platform:kafka.readyTimeout: must be at most 100 years; found "36526d"',
    ]);
  });

  it("refuses a broker property that the platform sets itself, durability above all", () => {
    for (const property of ["min.insync.replicas", "unclean.leader.election.enable", "listener.name.client.x"]) {
      assert.deepEqual(mistakesOf(dev({ kafka: { properties: { [property]: 1 } } })), [
        `kafka-platform:kafka.properties["${property}"]: must not be a property that the platform sets itself; found 1`,
      ]);
    }
    const { kafka } = settingsOf(dev({ kafka: { properties: { "log.cleaner.threads": 2 } } }));
    assert.deepEqual(kafka.properties, { "log.cleaner.threads": 2 });
  });

  it("refuses a section that is no map, and a plain text for one", () => {
    assert.deepEqual(mistakesOf({ ...dev(), topics: rawSettings({ "kafka-platform:topics": "on" }, project).topics }), [
      'kafka-platform:topics: must be a map of settings; found "on"',
    ]);
  });

  it("never throws, whatever the file holds", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("kafka", "storage", "topics", "x"), fc.jsonValue()), (raw) => {
        const result = parseSettings(raw, { topics });
        assert.ok("settings" in result || result.mistakes.length > 0);
      }),
    );
  });
});

describe("rawSettings", () => {
  it("takes the project's own keys and leaves the others", () => {
    const config = { "kafka-platform:storage": '{"size":"2Gi"}', "kubernetes:context": "other", "kafka:timeout": "1" };
    assert.deepEqual(rawSettings(config, project), { storage: { size: "2Gi" } });
  });
});

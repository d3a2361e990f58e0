import assert from "node:assert/strict";
import fc from "fast-check";
import { catalog } from "../../../catalog/catalog";
import { parseSettings, rawSettings } from "../../../config/settings";
import { reportMistakes } from "../../../lib/mistakes";
import { dev, file, mistakesOf, prod, rawOf, type Section, settingsOf, wrongPathsOf } from "./stack-file";

const project = "kafka-platform";
const controllers = { resources: { cpu: 1, memory: "2Gi" }, jvm: { heap: "1Gi" } };

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

  it("prod has the coordination that the platform was asked for: three ZooKeeper servers and Kafka 3.9", () => {
    const { kafka, zookeeper, kraft } = settingsOf(rawOf("prod"));
    assert.deepEqual([kafka.coordination, kafka.version, kafka.image], ["zookeeper", "3.9.2", "apache/kafka:3.9.2"]);
    assert.deepEqual([kafka.brokers, kafka.replicationFactor, kafka.minInsyncReplicas], [3, 3, 2]);
    assert.deepEqual([zookeeper?.servers, kraft], [3, undefined]);
  });

  it("dev has Kafka's own controllers, in the brokers", () => {
    const { kafka, zookeeper, kraft } = settingsOf(rawOf("dev"));
    assert.deepEqual([kafka.coordination, kraft, zookeeper], ["kraft", { metadataVersion: "4.2" }, undefined]);
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
    const result = parseSettings({ unknown: 1 }, catalog);
    const remedy =
      "mistakes" in result && result.mistakes.find(({ path }) => path === "kafka-platform:unknown")?.remedy;
    const declared = Object.keys(file("Pulumi.yaml").config).sort();
    assert.equal(remedy, `Remove it, or use one of ${declared.join(", ")}`);
  });

  it("a section that only Pulumi.yaml declares, and so is empty, counts as none", () => {
    const declared = Object.fromEntries(Object.keys(file("Pulumi.yaml").config).map((section) => [section, {}]));
    for (const stack of ["dev", "prod"]) {
      assert.deepEqual(settingsOf({ ...declared, ...rawOf(stack) }), settingsOf(rawOf(stack)));
    }
  });
});

describe("parseSettings", () => {
  it("fills in the defaults of a section that is left out", () => {
    const left = { kubernetes: undefined, external: undefined, topics: undefined, certificates: undefined };
    const settings = settingsOf(dev(left));
    assert.deepEqual(
      [settings.kubernetes, settings.external, settings.topics, settings.certificates],
      [
        { namespace: "kafka" },
        { type: "NodePort", nodePortBase: 31_090, annotations: {}, sourceRanges: [] },
        { protect: true },
        { authorities: [1], issuer: 1, lifetime: "365d" },
      ],
    );
  });

  it("leaves out a section that has no default", () => {
    const { zones, zookeeper } = settingsOf(dev({ zones: undefined }));
    assert.deepEqual([zones, zookeeper], [undefined, undefined]);
  });

  it("names every setting that a missing section should have had", () => {
    assert.deepEqual(mistakesOf(dev({ storage: undefined })), [
      "storage.size: must be a size in binary units, such as 512Mi or 4Gi; found undefined",
    ]);
    assert.deepEqual(wrongPathsOf({}), [
      "kafka.coordination",
      "kafka.version",
      "kafka.image",
      "kafka.resources",
      "kafka.jvm",
      "kafka.networkThreads",
      "kafka.ioThreads",
      "storage.size",
    ]);
  });

  it("reports wrong values, unknown keys, unknown sections and the catalog's mistakes together", () => {
    const raw = {
      ...dev({
        kafka: { image: 3, networkThreads: 0, treads: 8, jvm: { heap: "2GB", options: ["-Xlog:gc", "x y"] } },
        external: { nodePortBase: 80 },
        topics: { protect: "yes" },
      }),
      monitoring: { enabled: true },
    };
    const result = parseSettings(raw, {
      ...catalog,
      applications: {},
      topics: { "Bad Name": { ...catalog.topics["call.events"], partitions: 0 } as never },
    });
    assert.ok("mistakes" in result);
    assert.equal(
      reportMistakes("stack dev", result.mistakes),
      [
        "10 mistakes in stack dev; nothing was changed:",
        "  kafka-platform:kafka.image: must be an image with its tag or digest; found 3. Write it as apache/kafka:4.2.0.",
        '  kafka-platform:kafka.jvm.heap: must be a size in binary units, such as 512Mi or 4Gi; found "2GB". Write a whole number followed by Ki, Mi, Gi or Ti.',
        '  kafka-platform:kafka.jvm.options[1]: must be a JVM option that begins with a dash and holds no space; found "x y". Write one option a line, each with its dash.',
        "  kafka-platform:kafka.networkThreads: must be a whole number from 1 to 256; found 0. Write a number within these limits, without quotes.",
        "  kafka-platform:kafka.treads: is not a setting; found 8. Remove it, or use one of brokers, compression, coordination, image, ioThreads, jvm, logSegmentSize, minInsyncReplicas, networkThreads, probes, properties, readyTimeout, replicationFactor, resources, socketReceiveBuffer, socketSendBuffer, terminationGracePeriod, version.",
        "  kafka-platform:external.nodePortBase: must be a whole number from 30000 to 32767; found 80. Write a number within these limits, without quotes.",
        '  kafka-platform:topics.protect: must be true or false; found "yes". Write true or false, without quotes.',
        '  kafka-platform:monitoring: is not a setting; found {"enabled":true}. Remove it, or use one of certificates, external, kafka, kraft, kubernetes, storage, topics, zones, zookeeper.',
        '  catalog/topics.ts: topics["Bad Name"]: must have a name of at most 249 letters, digits, dots, dashes and underscores that does not begin with __; found "Bad Name". Rename it, in the form call.events.',
        '  catalog/topics.ts: topics["Bad Name"].partitions: must be a whole number from 1 to 1000; found 0. Take a few times the number of consumers that share the work.',
      ].join("\n"),
    );
  });

  it("refuses a section that it does not know, though it is empty", () => {
    assert.deepEqual(wrongPathsOf({ ...rawOf("dev"), kafak: {} }), ["kafak"]);
  });

  it("refuses a section that is no map, and a plain text for one", () => {
    assert.deepEqual(mistakesOf({ ...dev(), topics: rawSettings({ "kafka-platform:topics": "on" }, project).topics }), [
      'topics: must be a map of settings; found "on"',
    ]);
    assert.deepEqual(wrongPathsOf({ ...dev(), kraft: 3, kafka: [] }), ["kafka", "kraft"]);
  });

  it("reports each of any number of mistakes, and nothing else", () => {
    // Each breaks what no other does, and together they break nothing more.
    const plants: readonly [path: string, section: string, change: Section][] = [
      ["kubernetes.namespace", "kubernetes", { namespace: "Kafka" }],
      ["kafka.brokers", "kafka", { brokers: 4, replicationFactor: 5 }],
      ["kafka.minInsyncReplicas", "kafka", { minInsyncReplicas: 7 }],
      ["kafka.image", "kafka", { image: "apache/kafka:4.1.0" }],
      ["kafka.jvm.heap", "kafka", { jvm: { heap: "1Gi" } }],
      ["kafka.networkThreads", "kafka", { networkThreads: 0 }],
      ['kafka.properties["ssl.protocol"]', "kafka", { properties: { "ssl.protocol": "TLSv1" } }],
      ["kafka.treads", "kafka", { treads: 8 }],
      ["kafka.probes.readinessPeriod", "kafka", { probes: { readinessPeriod: "24s" } }],
      ["kafka.terminationGracePeriod", "kafka", { terminationGracePeriod: "1s" }],
      ["kraft.metadataVersion", "kraft", { metadataVersion: 4.2 }],
      ["kraft.controllers.count", "kraft", { controllers: { ...controllers, count: 4 } }],
      ["zookeeper", "zookeeper", { ...controllers }],
      ["certificates.issuer", "certificates", { issuer: 2 }],
      ["certificates.lifetime", "certificates", { lifetime: "1m" }],
      ["storage.size", "storage", { size: "2GB" }],
      ["external.nodePortBase", "external", { nodePortBase: 32_766 }],
      ["external.sourceRanges", "external", { sourceRanges: ["10.0.0.0"] }],
      ["external.annotations", "external", { annotations: { a: "b" } }],
      ["zones.image", "zones", { image: "curl" }],
      ["topics.protect", "topics", { protect: "yes" }],
    ];
    fc.assert(
      fc.property(fc.subarray([...plants]), (planted) => {
        const raw = rawOf("dev");
        for (const [, section, change] of planted) {
          raw[section] = { ...raw[section], ...change };
        }
        assert.deepEqual(wrongPathsOf(raw).sort(), planted.map(([path]) => path).sort());
      }),
    );
  });

  it("never throws, whatever the file holds", () => {
    const sections = ["kafka", "kraft", "zookeeper", "certificates", "storage", "external", "zones", "topics", "x"];
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(dev()), ...Object.values(prod())));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...sections), value), (raw) => {
        const result = parseSettings(raw, catalog);
        assert.ok("settings" in result || result.mistakes.length > 0);
      }),
    );
  });
});

describe("the namespaces of applications", () => {
  const rulesIn = (namespace: string) => {
    const [name, application] = Object.entries(catalog.applications)[0] ?? [];
    assert.ok(name !== undefined && application !== undefined);
    const applications = { ...catalog.applications, [name]: { ...application, namespace } };
    const result = parseSettings(dev({ kubernetes: { namespace: "streams" } }), { ...catalog, applications });
    return "mistakes" in result ? result.mistakes.map(({ rule }) => rule) : [];
  };

  it("are not the platform's, whatever that is called", () => {
    assert.match(rulesIn("streams").join(), /must be no namespace of the platform's/);
    assert.deepEqual(rulesIn("kafka"), []);
  });
});

describe("rawSettings", () => {
  it("takes the project's own keys and leaves the others", () => {
    const config = { "kafka-platform:storage": '{"size":"2Gi"}', "kubernetes:context": "other", "kafka:timeout": "1" };
    assert.deepEqual(rawSettings(config, project), { storage: { size: "2Gi" } });
  });
});

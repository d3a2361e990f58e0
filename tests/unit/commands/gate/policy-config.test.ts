import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mistakesIn } from "../../../../commands/gate/policy-config";
import { rules } from "../../../../policy/index";

const mistakes = (content: string) => {
  const dir = mkdtempSync(join(tmpdir(), "kafka-platform-config-"));
  try {
    writeFileSync(join(dir, "dev.json"), content);
    return mistakesIn(join(dir, "dev.json"), rules).map(({ path, rule }) => `${path.slice(dir.length + 1)} ${rule}`);
  } finally {
    rmSync(dir, { recursive: true });
  }
};

describe("a file of policies' configuration", () => {
  it("may be empty, and give settings to policies", () => {
    assert.deepEqual(mistakes("{}"), []);
    assert.deepEqual(mistakes('{ "topic-partitions": { "enforcementLevel": "mandatory", "most": 48 } }'), []);
  });

  it("names no policy that there is not, no setting that a policy has not, and switches none off", () => {
    const content = {
      "topic-partition": { enforcementLevel: "mandatory" },
      "topic-partitions": { enforcementLevel: "mandatory", mist: 3 },
      "topic-owner": { enforcementLevel: "disabled" },
      "topic-retention": { mostDays: 3 },
      "topic-protected": "advisory",
    };
    assert.deepEqual(mistakes(JSON.stringify(content)), [
      "dev.json: topic-partition must be the name of a policy",
      "dev.json: topic-partitions.mist is not a setting of this policy",
      'dev.json: topic-owner.enforcementLevel must be "mandatory": a policy that does not stop anything is none',
      'dev.json: topic-retention.enforcementLevel must be "mandatory": a policy that does not stop anything is none',
      "dev.json: topic-protected must be a map of settings",
    ]);
  });

  it("tells all that is wrong with the values of settings", () => {
    const content = {
      "topic-partitions": { enforcementLevel: "mandatory", least: 65 },
      "topic-size-bound": { enforcementLevel: "mandatory", most: "lots", sizeBounds: { audit: "more" } },
    };
    assert.deepEqual(
      mistakes(JSON.stringify(content)).map((mistake) => mistake.split(" must ")[0]),
      [
        "dev.json: topic-partitions.least",
        'dev.json: topic-size-bound.sizeBounds["audit"]',
        "dev.json: topic-size-bound.most",
      ],
    );
  });

  it("is a map in JSON", () => {
    assert.deepEqual(mistakes("nonsense"), ["dev.json must be a file of JSON"]);
    assert.deepEqual(mistakes("[]"), ["dev.json must be a map of policies"]);
  });
});

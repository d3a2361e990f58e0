import { strict as assert } from "node:assert";
import { overlaid } from "../../../support/rolling/production";

describe("settings laid over others", () => {
  it("change what they name, at any depth, and leave the rest", () => {
    const below = { kafka: { jvm: { heap: "4Gi", options: ["-a", "-b"] }, brokers: 3 }, topics: { protect: true } };
    const above = { kafka: { jvm: { heap: "512Mi" } }, zones: { image: "tools" } };
    assert.deepEqual(overlaid(below, above), {
      kafka: { jvm: { heap: "512Mi", options: ["-a", "-b"] }, brokers: 3 },
      topics: { protect: true },
      zones: { image: "tools" },
    });
  });

  it("replace lists as a whole", () => {
    assert.deepEqual(overlaid({ authorities: [1, 2] }, { authorities: [2] }), { authorities: [2] });
  });

  it("remove what they set to null, and bring no null of their own", () => {
    assert.deepEqual(
      overlaid({ kubernetes: { context: "production", namespace: "kafka" } }, { kubernetes: { context: null } }),
      {
        kubernetes: { namespace: "kafka" },
      },
    );
    assert.deepEqual(overlaid({}, { storage: { class: null, size: "1Gi" } }), { storage: { size: "1Gi" } });
  });
});

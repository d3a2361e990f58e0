import { strict as assert } from "node:assert";
import { overlaid, withoutNull } from "../../../support/rolling/production";

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

  it("remove what they set to null, also when they were laid over others themselves", () => {
    const changes = overlaid({ zones: { image: "tools" } }, { external: { addresses: null, nodePortBase: 31_090 } });
    const settings = overlaid({ external: { type: "NodePort", addresses: ["10.0.0.1"] } }, changes);
    assert.deepEqual(withoutNull(settings), {
      external: { type: "NodePort", nodePortBase: 31_090 },
      zones: { image: "tools" },
    });
    assert.deepEqual(withoutNull(overlaid({}, { storage: { class: null } })), { storage: {} });
  });
});

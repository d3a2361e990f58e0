import { strict as assert } from "node:assert";
import { type ExportedState, settled, unsure } from "../../../local/recover";

const TOPIC = "kafka:index/topic:Topic";
const SERVICE = "kubernetes:core/v1:Service";
const resource = (type: string, name: string) => ({ urn: `urn:${type}::${name}`, type, inputs: { name } });
const pending = (type: string, ...resources: ReturnType<typeof resource>[]): ExportedState => ({
  deployment: {
    resources: [resource(SERVICE, "kafka")],
    pending_operations: resources.map((each) => ({ type, resource: each })),
  },
});
const names = ({ deployment }: ExportedState) => deployment.resources?.map(({ inputs }) => inputs?.name);

describe("the state that an interrupted run left", () => {
  it("takes over a topic that was made after all, under its name", () => {
    const state = pending("creating", resource(TOPIC, "call.events"), resource(TOPIC, "never.made"));
    const { deployment } = settled(state, new Set(["call.events", "somebody.elses"]));
    assert.equal(deployment.pending_operations, undefined);
    assert.deepEqual(deployment.resources?.[1], {
      ...resource(TOPIC, "call.events"),
      id: "call.events",
      outputs: { name: "call.events" },
    });
    assert.equal(deployment.resources?.length, 2);
  });

  it("forgets every other creation, for it is done again", () => {
    const state = pending("creating", resource(SERVICE, "kafka-headless"));
    assert.deepEqual(names(settled(state, new Set(["kafka-headless"]))), ["kafka"]);
  });

  it("keeps what the state had, also of what was being deleted", () => {
    const state = pending("deleting", resource(TOPIC, "call.events"));
    assert.deepEqual(names(settled(state, new Set(["call.events"]))), ["kafka"]);
  });

  it("is not trusted about what was being changed or deleted, nor, without brokers, asked about topics", () => {
    const urns = [`urn:${SERVICE}::kafka`, `urn:${TOPIC}::call.events`];
    const resources = [resource(SERVICE, "kafka"), resource(TOPIC, "call.events")];
    for (const type of ["updating", "deleting"]) {
      assert.deepEqual(unsure(pending(type, ...resources), true), urns);
      assert.deepEqual(unsure(pending(type, ...resources), false), urns.slice(0, 1));
    }
    assert.deepEqual(unsure(pending("creating", ...resources), true), []);
  });
});

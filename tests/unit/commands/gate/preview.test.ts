import assert from "node:assert/strict";
import { previewOf } from "../../../../commands/gate/preview";

const urn = "urn:pulumi:dev::kafka-platform::kafka-platform:topics:Topics$kafka:index/topic:Topic::call.events";
const lines = (...events: object[]) => events.map((event) => JSON.stringify(event)).join("\n");
const pre = (op: string, more: object = {}) => ({ resourcePreEvent: { metadata: { op, urn, ...more } } });
const state = (partitions: number, protect = true) => ({
  urn,
  type: "kafka:index/topic:Topic",
  protect,
  inputs: { partitions },
});

describe("the events of a preview", () => {
  it("tell each step once, with what is before and after", () => {
    const { steps } = previewOf(
      lines(pre("update", { old: state(12), new: state(24), detailedDiff: { partitions: { kind: "update" } } })),
    );
    assert.deepEqual(steps, [
      {
        urn,
        operation: "update",
        before: { urn, type: "kafka:index/topic:Topic", inputs: { partitions: 12 }, outputs: {}, protect: true },
        after: { urn, type: "kafka:index/topic:Topic", inputs: { partitions: 24 }, outputs: {}, protect: true },
        paths: ["partitions"],
      },
    ]);
  });

  it("tell a replacement once, in whatever order its parts come", () => {
    const parts = [
      pre("delete-replaced", { old: state(24) }),
      pre("replace", { old: state(24), new: state(12), diffs: ["partitions"] }),
      pre("create-replacement", { old: state(24), new: state(12) }),
    ];
    for (const events of [parts, parts.toReversed()]) {
      const { steps } = previewOf(lines(...events));
      assert.deepEqual(
        steps.map(({ operation, before, after, paths }) => [operation, before?.inputs, after?.inputs, paths]),
        [["replace", { partitions: 24 }, { partitions: 12 }, ["partitions"]]],
      );
    }
  });

  it("tell what goes from the state and stays where it is as what goes", () => {
    const { steps } = previewOf(lines(pre("discard", { old: state(24) })));
    assert.equal(steps[0]?.operation, "delete");
  });

  it("tell what policies say, whether that stops anything, and how many were asked", () => {
    const said = (policyName: string, enforcementLevel: string) => ({
      policyEvent: { resourceUrn: urn, policyName, enforcementLevel, message: "<{%reset%}>Wrong.\n" },
    });
    const { verdicts, policies } = previewOf(
      lines(
        said("a", "mandatory"),
        said("exemptions-in-force", "advisory"),
        // One that Pulumi could not ask, and reports as advice.
        said("b", "advisory"),
        { policyAnalyzeSummaryEvent: { passed: ["c", "d"], failed: ["a"] } },
        { policyAnalyzeSummaryEvent: { passed: ["a", "c"] } },
        { policyAnalyzeStackSummaryEvent: { failed: ["b"] } },
      ),
    );
    const resource = "kafka:index/topic:Topic::call.events";
    assert.deepEqual(verdicts, [
      { policy: "a", mandatory: true, resource, message: "Wrong." },
      { policy: "exemptions-in-force", mandatory: false, resource, message: "Wrong." },
      { policy: "b", mandatory: true, resource, message: "Wrong." },
    ]);
    assert.equal(policies, 4);
  });

  it("tell whether it came to its end", () => {
    assert.equal(previewOf(lines(pre("update", { old: state(12), new: state(24) }))).isWhole, false);
    assert.equal(previewOf(lines({ summaryEvent: { resourceChanges: {} } })).isWhole, true);
  });

  it("tell the errors, and not that there were any", () => {
    const error = (message: string, severity = "error") => ({ diagnosticEvent: { severity, message } });
    const { errors } = previewOf(
      `Loading policy packs\n${lines(error("preview failed\n"), error("no such topic\n"), error("hm", "warning"))}`,
    );
    assert.deepEqual(errors, ["no such topic"]);
  });

  it("tell the outputs of the stack, which are known in the end", () => {
    const root = "urn:pulumi:dev::kafka-platform::pulumi:pulumi:Stack::kafka-platform-dev";
    const of = (outputs: object) => ({ urn: root, type: "pulumi:pulumi:Stack", inputs: {}, outputs });
    const metadata = (outputs: object) => ({ op: "same", urn: root, old: of({ a: 1 }), new: of(outputs) });
    const { steps } = previewOf(
      lines({ resourcePreEvent: { metadata: metadata({}) } }, { resOutputsEvent: { metadata: metadata({ a: 2 }) } }),
    );
    assert.deepEqual([steps[0]?.before?.outputs, steps[0]?.after?.outputs], [{ a: 1 }, { a: 2 }]);
  });
});

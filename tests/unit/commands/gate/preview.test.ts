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

  it("tell what goes from the program, and whether it is left where it is, or was only read", () => {
    const left = (op: string, more: object) => previewOf(lines(pre(op, { old: { ...state(24), ...more } }))).steps[0];
    const [deleted, retained, read] = [
      left("delete", {}),
      left("delete", { retainOnDelete: true }),
      left("discard", { external: true }),
    ];
    assert.deepEqual(
      [deleted, retained, read].map((step) => step?.operation),
      ["delete", "delete", "delete"],
    );
    assert.deepEqual(
      [deleted, retained, read].map((step) => step?.before?.retained),
      [undefined, true, undefined],
    );
    assert.deepEqual(
      [deleted, retained, read].map((step) => step?.before?.isOnlyRead),
      [undefined, undefined, true],
    );
  });

  it("tell what is taken over", () => {
    assert.equal(previewOf(lines(pre("import", { new: state(24) }))).steps[0]?.operation, "import");
  });

  it("tell what an earlier replacement has left apart from what is there now", () => {
    const is = (id: string) => ({ ...state(24), id });
    const there = pre("same", { old: is("new"), new: is("") });
    for (const op of ["delete-replaced", "delete"]) {
      for (const events of [
        [there, pre(op, { old: is("old") })],
        [pre(op, { old: is("old") }), there],
      ]) {
        const { steps, leftovers } = previewOf(lines(...events));
        assert.deepEqual(
          steps.map(({ operation }) => operation),
          ["keep"],
        );
        assert.deepEqual(leftovers?.length, 1);
      }
    }
  });

  it("tell a deletion of the very thing that is there, and one that is part of a replacement, as they are", () => {
    const is = (id: string) => ({ ...state(24), id });
    for (const [events, operation] of [
      [[pre("same", { old: is("a"), new: is("") }), pre("delete", { old: is("a") })], "delete"],
      [[pre("replace", { old: is("a"), new: is("") }), pre("delete-replaced", { old: is("a") })], "replace"],
      [[pre("delete-replaced", { old: is("a") })], "replace"],
    ] as const) {
      const { steps, leftovers } = previewOf(lines(...events));
      assert.deepEqual([steps[0]?.operation, leftovers], [operation, []]);
    }
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
    assert.equal(previewOf('{"summaryEvent": {"resour').isWhole, false);
    const whole = { summaryEvent: { resourceChanges: {} } };
    const error = (message: string) => ({ diagnosticEvent: { severity: "error", message } });
    assert.equal(previewOf(lines(whole)).isWhole, true);
    // Pulumi sums up what it has, whatever has stopped it.
    assert.equal(previewOf(lines(error("The program says no."), whole)).isWhole, false);
    const asPart = 'unable to replace resource "urn:a" as part of replacing "urn:b" as it is currently marked for …';
    assert.equal(previewOf(lines(error(asPart), whole)).isWhole, false);
    // This one does not stop a preview.
    const isProtected = 'unable to replace resource "urn:a"\nas it is currently marked for protection. To unprotect …';
    assert.equal(previewOf(lines(error(isProtected), whole, error("preview failed"))).isWhole, true);
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

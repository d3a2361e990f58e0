import { strict as assert } from "node:assert";
import type { StackReport } from "../../commands/gate/report";
import { pulumiUp, testStack } from "../support/test-platform";
import { pullRequests, withPullRequest } from "./pull-requests";
import { reportIn } from "./report-in";

/** Whether everything that refuses it was expected, and everything that was expected refuses it. */
function assertRefusedBy({ violations, unseen, errors }: StackReport, expected: readonly string[]): void {
  const those = (kind: string) =>
    expected.filter((one) => one.startsWith(`${kind} `)).map((one) => one.slice(kind.length + 1));
  const policies = [...new Set(violations.map(({ policy }) => policy))].sort();
  assert.deepEqual(policies, those("policy").sort(), JSON.stringify({ violations, errors }, undefined, 1));
  const kinds = [...new Set(unseen.map(({ what }) => what))];
  const gates = those("gate");
  assert.ok(
    kinds.every((what) => gates.some((one) => what.startsWith(one))),
    `not seen by policies: ${kinds.join(", ")}`,
  );
  assert.ok(
    gates.every((one) => kinds.some((what) => what.startsWith(one))),
    `not said by the gate: ${gates.join(", ")}`,
  );
  const patterns = those("error").map((text) => new RegExp(text.slice(1, -1)));
  const text = errors.join("\n");
  assert.ok(
    patterns.every((pattern) => pattern.test(text)),
    text,
  );
  assert.ok(patterns.length > 0 || errors.length === 0, text);
}

describe("a pull request", () => {
  before(async () => void (await pulumiUp(await testStack())));

  describe("that would do harm", () => {
    for (const request of pullRequests("bad")) {
      it(`is refused, and for nothing else: ${request.title}`, async () => {
        assert.notEqual(request.refusedBy.length, 0);
        const { exitCode, report } = await withPullRequest(request, reportIn);
        assert.ok(report.refused);
        assert.equal(exitCode, 1);
        assertRefusedBy(report, request.refusedBy);
      });
    }
  });

  describe("that does none", () => {
    for (const request of pullRequests("good")) {
      it(`may be made: ${request.title}`, async () => {
        const { exitCode, output, report } = await withPullRequest(request, reportIn);
        assertRefusedBy(report, []);
        assert.equal(exitCode, 0, output);
      });
    }
  });
});

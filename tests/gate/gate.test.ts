import { strict as assert } from "node:assert";
import type { StackReport } from "../../commands/gate/report";
import { pulumiUp, testStack } from "../support/test-platform";
import { applyBefore, type PullRequest, patternOf, pullRequests, withPullRequest } from "./pull-requests";
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
  const patterns = those("error").map(patternOf);
  const text = errors.join("\n---\n");
  assert.ok(
    patterns.every((pattern) => errors.some((error) => pattern.test(error))),
    `not among the errors: ${patterns.join(", ")}; but\n${text}`,
  );
  const others = errors.filter((error) => !patterns.some((pattern) => pattern.test(error)));
  assert.deepEqual(others, [], "errors that nobody expected");
}

/** Whether what topics lose is what was expected, and who was expected to notice is among those who do. */
function assertHarms({ losses, readers }: StackReport, { loses, affects }: PullRequest): void {
  assert.deepEqual(losses.map(({ topic, what }) => `${topic}: ${what}`).sort(), [...loses].sort(), "what topics lose");
  const noticing = readers.map(({ who }) => who.split(" ")[0]);
  assert.deepEqual(
    affects.filter((application) => !noticing.includes(application)),
    [],
    `who notices: ${noticing.join(", ")}`,
  );
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
        assertHarms(report, request);
      });
    }
  });

  describe("that does none", () => {
    for (const request of pullRequests("good")) {
      it(`may be made: ${request.title}`, async () => {
        const isBuilt = await applyBefore(request);
        try {
          const { exitCode, output, report } = await withPullRequest(request, reportIn);
          assertRefusedBy(report, []);
          assertHarms(report, request);
          assert.equal(exitCode, 0, output);
        } finally {
          if (isBuilt) {
            await pulumiUp(await testStack());
          }
        }
      });
    }
  });
});

import { execFileSync } from "node:child_process";
import { pullRequests } from "../../gate/pull-requests";
import { repository } from "../../support/test-platform";

describe("the pull requests that the gate is tested by", () => {
  for (const folder of ["bad", "good"] as const) {
    for (const { name, patch } of pullRequests(folder)) {
      it(`apply to the program as it is: ${folder}/${name}`, () => {
        execFileSync("git", ["apply", "--check", "-p0", "-"], { cwd: repository, input: patch });
      });
    }
  }
});

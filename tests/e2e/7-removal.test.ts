import { strict as assert } from "node:assert";
import { tryCommand } from "../support/commands";
import { kube, testStack, tryPulumi } from "../support/test-platform";

describe("pulumi destroy", () => {
  it("refuses while topics are guarded, and so does what lifts that while there is nobody to ask", async () => {
    const destroyed = await tryPulumi(await testStack(), "destroy", "--yes", "--skip-preview");
    assert.notEqual(destroyed.exitCode, 0);
    assert.match(destroyed.output, /--run-program/);
    const unprotected = await tryCommand("unprotect");
    assert.notEqual(unprotected.exitCode, 0);
    assert.match(unprotected.output, /Topic call\.events/);
    assert.match(unprotected.output, /nobody to ask\. Nothing was changed/);
  });

  it("leaves no object, volume claim, volume or namespace once protection is lifted", async () => {
    const { exitCode, output } = await tryCommand("unprotect", "--yes");
    assert.equal(exitCode, 0, output);
    const destroyed = await tryPulumi(await testStack(), "destroy", "--yes", "--skip-preview");
    assert.equal(destroyed.exitCode, 0, destroyed.output);
    const kinds =
      "namespaces,statefulsets,services,configmaps,poddisruptionbudgets,persistentvolumeclaims,persistentvolumes,secrets";
    const left = await kube(
      "get",
      kinds,
      "-A",
      "--no-headers",
      "-o",
      "custom-columns=K:.kind,NS:.metadata.namespace,N:.metadata.name",
    );
    assert.doesNotMatch(left, /kafka/);
  });
});

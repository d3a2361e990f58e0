import { strict as assert } from "node:assert";
import { kube, pulumiDestroy, testStack, tryPulumi } from "../support/test-platform";

describe("pulumi destroy", () => {
  it("refuses while topics are protected, and says which", async () => {
    const { exitCode, output } = await tryPulumi(await testStack(), "destroy", "--yes", "--skip-preview");
    assert.notEqual(exitCode, 0);
    assert.match(output, /call\.events/);
    assert.match(output, /protect/);
  });

  it("leaves no object, volume claim, volume or namespace once protection is lifted", async () => {
    await pulumiDestroy(await testStack());
    const kinds =
      "namespaces,statefulsets,services,configmaps,poddisruptionbudgets,persistentvolumeclaims,persistentvolumes";
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

import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { withoutTemplateLines } from "../../../../local/toolchain/go-tools";
import { VERSIONS } from "../../../../local/toolchain/versions";

describe("cert-manager", () => {
  it("says that it is the release that its go.mod asks for", () => {
    const file = join(__dirname, "../../../../local/toolchain/go/cert-manager/go.mod");
    const [, asked] = /cert-manager\/cert-manager v(\S+)/.exec(readFileSync(file, "utf8")) ?? [];
    assert.equal(asked, VERSIONS.certManager);
  });
});

describe("Terraform's Kafka provider, which benchmarks are measured beside", () => {
  it("is the release that Pulumi's is bridged from", () => {
    const release = (module: string) => {
      const file = join(__dirname, "../../../../local/toolchain/go", module, "go.mod");
      return /Mongey\/terraform-provider-kafka (v\S+)/.exec(readFileSync(file, "utf8"))?.[1];
    };
    assert.match(release("peers") ?? "", /^v\d/);
    assert.equal(release("peers"), release("pulumi"));
  });
});

describe("a definition from a Helm chart", () => {
  it("loses the lines with a template in them, and nothing else", () => {
    const chart = [
      "metadata:",
      "  name: certificates.cert-manager.io",
      "  labels:",
      `    app: '{{ template "name" . }}'`,
      '    # Generated labels {{- include "labels" . | nindent 4 }}',
      "spec: { group: cert-manager.io } # {one brace} stays",
      "",
    ].join("\n");
    assert.deepEqual(parse(withoutTemplateLines(chart)), {
      metadata: { name: "certificates.cert-manager.io", labels: null },
      spec: { group: "cert-manager.io" },
    });
    assert.match(withoutTemplateLines(chart), /\{one brace\} stays\n$/);
  });
});

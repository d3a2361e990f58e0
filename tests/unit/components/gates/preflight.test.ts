import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { explain } from "../../../../components/gates/kubernetes-errors";
import { preflight } from "../../../../components/gates/preflight";
import { needs } from "./preflight/example";

const args = { ...needs, bootstrap: () => [] };

describe("preflight", () => {
  let folder: string;
  let before: string | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "preflight-"));
    before = process.env.KUBECONFIG;
    process.env.KUBECONFIG = join(folder, "config");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
    if (before === undefined) {
      delete process.env.KUBECONFIG;
    } else {
      process.env.KUBECONFIG = before;
    }
  });

  const kubeconfig = (server: string) =>
    writeFileSync(
      join(folder, "config"),
      JSON.stringify({
        clusters: [{ name: "c", cluster: { server } }],
        users: [{ name: "u", user: { token: "t" } }],
        contexts: [{ name: "here", context: { cluster: "c", user: "u" } }],
        "current-context": "here",
      }),
    );

  const failure = async (context?: string): Promise<string> => {
    const error = await preflight({ ...args, context }).catch((reason: unknown) => reason);
    assert.ok(pulumi.RunError.isInstance(error), String(error)); // which Pulumi prints without a stack
    return error.message;
  };

  it("says that there is no kubeconfig", async () => {
    assert.match(await failure(), /^No cluster to work on: ENOENT: .*\. Point KUBECONFIG at a cluster's file, or set /);
  });

  it("says which contexts there are, when the one that is set is not among them", async () => {
    kubeconfig("https://127.0.0.1:6443");
    assert.match(
      await failure("elsewhere"),
      /^No cluster to work on: the kubeconfig has no context elsewhere, only here\. /,
    );
  });

  it("says that the cluster does not answer, and which one", async () => {
    // A port that was free a moment ago refuses connections.
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    await new Promise((resolve) => server.close(resolve));
    kubeconfig(`https://127.0.0.1:${port}`);
    assert.equal(
      await failure(),
      `The Kubernetes API at https://127.0.0.1:${port} (context here) does not answer: connect ECONNREFUSED ` +
        `127.0.0.1:${port}. Start the cluster, or point the kubeconfig or kubernetes.context at one that runs. ` +
        "Nothing was changed.",
    );
  });
});

describe("explain", () => {
  const refusal = (code: number) => explain(Object.assign(new Error("refused"), { code }), "https://c (context here)");

  it("tells credentials that are not known from a cluster that is away", () => {
    assert.equal(
      refusal(401),
      "The Kubernetes API at https://c (context here) does not know you (Unauthorized). " +
        "Renew your credentials in the kubeconfig.",
    );
  });

  it("tells credentials that allow nothing at all", () => {
    assert.equal(
      refusal(403),
      "You may not look at the cluster at https://c (context here). " +
        "Ask its administrator for a role that allows it.",
    );
  });
});

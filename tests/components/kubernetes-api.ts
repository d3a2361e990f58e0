import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a Kubernetes API answers, by its path; what is not there is not found. */
export type Answers = (path: string) => object | undefined;

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** The certificate in a Secret of {@link issuing}, as it stands there. */
export const certificateOf = (name: string): string => `certificate of ${name}\n`;
/** The key in a Secret of {@link issuing}. */
export const keyOf = (name: string): string => `key of ${name}\n`;

/** A cluster whose cert-manager has issued whatever it was asked for. */
export const issuing: Answers = (path) => {
  const name = path.split("/").at(-1) ?? "";
  if (path.includes("/certificates/")) {
    return {
      metadata: { generation: 1 },
      status: { conditions: [{ type: "Ready", status: "True", observedGeneration: 1 }] },
    };
  }
  return path.includes("/secrets/")
    ? { data: { "tls.crt": base64(certificateOf(name)), "tls.key": base64(keyOf(name)) } }
    : undefined;
};

/**
 * A cluster whose StatefulSets are rolled out, each with five pods of the template `t1`, and had another one, `t0`.
 *
 * @param ready whether a pod is, by its name
 * @param annotations those that a StatefulSet has itself, and those of its pods' template
 */
export const rolledOut =
  (
    ready: (pod: string) => boolean = () => true,
    annotations: (set: string) => Readonly<Record<"ofSet" | "ofTemplate", object>> = () => ({
      ofSet: {},
      ofTemplate: named("t1"),
    }),
  ): Answers =>
  (path) => {
    const set = /\/pods\?.*labelSelector=app%3D([a-z-]+)/.exec(path)?.[1];
    if (set !== undefined) {
      return { items: [0, 1, 2, 3, 4].map((ordinal) => podOf(`${set}-${ordinal}`, ready)) };
    }
    if (path.includes("/controllerrevisions?")) {
      return {
        items: ["t0", "t1"].map((template) => ({
          data: { spec: { template: { metadata: { annotations: named(template) } } } },
        })),
      };
    }
    const name = /\/statefulsets\/([a-z-]+)/.exec(path)?.[1];
    if (name === undefined) {
      return undefined;
    }
    const { ofSet, ofTemplate } = annotations(name);
    return {
      metadata: { generation: 1, annotations: ofSet },
      spec: { replicas: 5, template: { metadata: { annotations: ofTemplate } } },
      status: { observedGeneration: 1, updateRevision: "r1" },
    };
  };

const named = (template: string) => ({ "kafka-platform/template": template });

const podOf = (name: string, ready: (pod: string) => boolean) => ({
  metadata: { name, labels: { "controller-revision-hash": "r1" }, annotations: named("t1") },
  status: { conditions: [{ type: "Ready", status: ready(name) ? "True" : "False" }] },
});

/** Lets a program run with a Kubernetes API that gives these answers, and with no other in reach. */
export async function withKubernetesApi<T>(answers: Answers, program: () => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const answer = answers(request.url ?? "");
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { kind: "Status", code: 404 }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
  const before = process.env.KUBECONFIG;
  process.env.KUBECONFIG = join(folder, "config");
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    process.env.KUBECONFIG,
    JSON.stringify({
      clusters: [
        { name: "cluster", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } },
      ],
      users: [{ name: "user", user: { token: "token" } }],
      // Production's settings name theirs.
      contexts: ["here", "kafka-prod"].map((name) => ({ name, context: { cluster: "cluster", user: "user" } })),
      "current-context": "here",
    }),
  );
  try {
    return await program();
  } finally {
    if (before === undefined) {
      delete process.env.KUBECONFIG;
    } else {
      process.env.KUBECONFIG = before;
    }
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  }
}

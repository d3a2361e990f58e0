import assert from "node:assert/strict";
import {
  applicationFacts,
  judgeApplicationNamespaces,
  judgeForeignSecrets,
} from "../../../../../components/gates/preflight/applications";
import { judgeCluster } from "../../../../../components/gates/preflight/judge";
import { cluster, own, refused } from "./api";
import { facts, needs } from "./example";

const application = (name: string, namespace: string) => ({ name, namespace, secrets: [`${name}-kafka`] });
const applications = [application("orders", "shop"), application("bills", "shop"), application("crm", "sales")];
const wanted = { ...own, applications };

describe("the facts about applications", () => {
  it("are their namespaces that do not exist, each asked for once", async () => {
    const asked: string[] = [];
    const readNamespace = ({ name }: { name: string }) => {
      asked.push(name);
      return name === "sales" ? Promise.resolve({}) : refused(404);
    };
    const { missingNamespaces } = await applicationFacts(cluster({ readNamespace: readNamespace as never }), wanted);
    assert.deepEqual(missingNamespaces, ["shop"]);
    assert.deepEqual(asked, ["shop", "sales"]);
  });

  it("are the Secrets in their places that are not this stack's", async () => {
    const labels: Record<string, object | undefined> = {
      "orders-kafka": { "kafka-platform/stack": own.stack },
      "bills-kafka": { "kafka-platform/stack": "kafka-platform.another" },
      "crm-kafka": undefined,
    };
    const read = ({ name }: { name: string }) => Promise.resolve({ metadata: { labels: labels[name] } });
    const { foreignSecrets } = await applicationFacts(cluster({ readNamespacedSecret: read as never }), wanted);
    assert.deepEqual(foreignSecrets, ["shop/bills-kafka", "sales/crm-kafka"]);
  });

  it("leave open what may not be looked at, which the list of permissions tells", async () => {
    const answers = { readNamespace: () => refused(403), readNamespacedSecret: () => refused(403) };
    assert.deepEqual(await applicationFacts(cluster(answers), wanted), { missingNamespaces: [], foreignSecrets: [] });
  });

  it("are none when the cluster fails, instead of taking silence for absence", async () => {
    await assert.rejects(applicationFacts(cluster({ readNamespace: () => refused(500) }), wanted));
    const there = { readNamespace: () => Promise.resolve({}) };
    await assert.rejects(applicationFacts(cluster({ ...there, readNamespacedSecret: () => refused(500) }), wanted));
  });
});

describe("what stands in an application's way", () => {
  it("is a namespace that is not there: who makes it, and what comes first", () => {
    const [problem, ...more] = judgeApplicationNamespaces(
      { missingNamespaces: ["shop"], foreignSecrets: [] },
      { applications },
    );
    assert.equal(more.length, 0);
    assert.match(
      problem ?? "",
      /^There is no namespace shop, where the credentials of orders, bills are to be put \(catalog\/applications\.ts: applications\["orders"\]\.namespace, /,
    );
    assert.match(problem ?? "", /its own stack makes it, and comes first.*`kubectl create namespace shop` does/);
  });

  it("is somebody else's Secret of the same name", () => {
    const [problem] = judgeForeignSecrets({ missingNamespaces: [], foreignSecrets: ["shop/orders-kafka"] }, needs);
    assert.match(
      problem ?? "",
      /that this stack did not make, since their label .* is not kafka-platform\.dev: shop\//,
    );
    assert.match(problem ?? "", /Rename or delete them/);
  });

  it("is told with everything else", () => {
    const changed = { ...facts, missingNamespaces: ["shop"], foreignSecrets: ["shop/orders-kafka"] };
    assert.equal(judgeCluster(changed, needs).length, judgeCluster(facts, needs).length + 2);
  });
});

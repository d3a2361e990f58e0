import { stackLabel } from "../../namespace/stack-label";
import type { KubernetesApis } from "../kubernetes-client";
import { existing, permitted, statusOf } from "../kubernetes-errors";
import type { ClusterFacts } from "./facts";
import type { Needs } from "./needs";

type ApplicationFacts = Pick<ClusterFacts, "missingNamespaces" | "foreignSecrets">;

/** Asks the cluster for the namespaces of applications, and for Secrets that are in their credentials' place. */
export async function applicationFacts(
  { core }: KubernetesApis,
  { applications, stack }: Pick<Needs, "applications" | "stack">,
): Promise<ApplicationFacts> {
  const namespaces = [...new Set(applications.map(({ namespace }) => namespace))];
  const [missing, foreign] = await Promise.all([
    Promise.all(namespaces.map(async (name) => ((await isMissing(core.readNamespace({ name }))) ? [name] : []))),
    Promise.all(
      applications.flatMap(({ secrets, namespace }) =>
        secrets.map(async (name) => {
          const found = await existing(core.readNamespacedSecret({ name, namespace }));
          return found === undefined || found.metadata?.labels?.[stackLabel] === stack ? [] : [`${namespace}/${name}`];
        }),
      ),
    ),
  ]);
  return { missingNamespaces: missing.flat(), foreignSecrets: foreign.flat() };
}

// Who may not look does not know, and is told so once.
async function isMissing(answer: Promise<unknown>): Promise<boolean> {
  try {
    await permitted(answer);
    return false;
  } catch (error) {
    if (statusOf(error) === 404) {
      return true;
    }
    throw error;
  }
}

/** An application's own stack makes its namespace: what is in it goes with it. */
export const judgeApplicationNamespaces = (
  { missingNamespaces }: ApplicationFacts,
  { applications }: Pick<Needs, "applications">,
): string[] =>
  missingNamespaces.map((missing) => {
    const names = applications.flatMap(({ name, namespace }) => (namespace === missing ? [name] : []));
    return (
      `There is no namespace ${missing}, where the credentials of ${names.join(", ")} are to be put ` +
      `(catalog/applications.ts: ${names.map((name) => `applications[${JSON.stringify(name)}].namespace`).join(", ")}). It belongs to the ` +
      "application, so its own stack makes it, and comes first: let its owner make the namespace " +
      `(\`kubectl create namespace ${missing}\` does), then run this again, then deploy what needs the credentials. Or ` +
      "correct the namespace in catalog/applications.ts."
    );
  });

/** The provider would take over a Secret of the same name without a word. */
export const judgeForeignSecrets = ({ foreignSecrets }: ApplicationFacts, { stack }: Pick<Needs, "stack">): string[] =>
  foreignSecrets.length === 0
    ? []
    : [
        `In the place of applications' credentials there are Secrets that this stack did not make, since their label ` +
          `${stackLabel} is not ${stack}: ${foreignSecrets.join(", ")}. Rename or delete them, or let the application ` +
          "have another name or namespace in catalog/applications.ts.",
      ];

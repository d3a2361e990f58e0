import { catalog } from "../../catalog/catalog";
import { secretName } from "../../components/access/names";
import type { Credentials } from "./security/applications";
import { kubeJson } from "./test-platform";

/** The files of an application's Secret, as its pods see them. @param namespace its own @default as the catalog says */
export async function filesOf(
  application: string,
  namespace = catalog.applications[application]?.namespace ?? "",
): Promise<Readonly<Record<string, string>>> {
  const { data } = await kubeJson<{ data: Record<string, string> }>(
    "get",
    "secret",
    secretName(application),
    "-n",
    namespace,
  );
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
}

/** By what an application proves itself, as its Secret says. */
export async function credentialsOf(application: string, namespace?: string): Promise<Credentials> {
  const { username = "", password = "" } = await filesOf(application, namespace);
  return { username, password };
}

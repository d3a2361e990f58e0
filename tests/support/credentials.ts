import { catalog } from "../../catalog/catalog";
import { secretName } from "../../components/access/names";
import type { Credentials } from "./security/applications";
import { kubeJson } from "./test-platform";

/** The files of an application's Secret, as its pods see them. */
export async function filesOf(application: string): Promise<Readonly<Record<string, string>>> {
  const { namespace = "" } = catalog.applications[application] ?? {};
  const { data } = await kubeJson<{ data: Record<string, string> }>(
    "get",
    "secret",
    secretName(application),
    "-n",
    namespace,
  );
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
}

/** By what an application of the catalog proves itself, as its Secret says. */
export async function credentialsOf(application: string): Promise<Credentials> {
  const { username = "", password = "" } = await filesOf(application);
  return { username, password };
}

/** Registries of images, by the OCI distribution specification. */
import { createHash } from "node:crypto";
import { UserError } from "../../local/support/user-error";
import type { Tagged } from "./reference";

// An index, which has an image for each kind of machine, before the image of one.
const manifests = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

const patienceMs = 30_000;

/** Asks a registry which digest a tag has now. @throws {UserError} where it does not tell */
export async function digestOf({ registry, repository, tag }: Tagged): Promise<string> {
  const url = `${registry}/v2/${repository}/manifests/${tag}`;
  const refused = (why: string) => new UserError(`${url}: ${why}`);
  const ask = async (authorization?: string): Promise<Response> => {
    try {
      const headers = { accept: manifests, ...(authorization && { authorization }) };
      return await fetch(url, { headers, signal: AbortSignal.timeout(patienceMs) });
    } catch (error) {
      const { message, cause } = error as Error;
      throw refused(`no answer (${cause instanceof Error ? cause.message : message})`);
    }
  };
  const first = await ask();
  const answer = first.status === 401 ? await ask(await anonymous(first)) : first;
  if (answer.status === 401 || answer.status === 403) {
    throw refused(`HTTP ${answer.status}. Only images that everybody may read are looked up; write the digest by hand`);
  }
  if (!answer.ok) {
    throw refused(`HTTP ${answer.status}. Make sure that the image and its tag are there`);
  }
  const digest = `sha256:${createHash("sha256")
    .update(Buffer.from(await answer.arrayBuffer()))
    .digest("hex")}`;
  const told = answer.headers.get("docker-content-digest");
  if (told !== null && told !== digest) {
    throw refused(`the registry says ${told}, and what it sent is ${digest}. Ask again; do not use either`);
  }
  return digest;
}

/** What lets everybody read, from where the registry's refusal says that it is given out. */
async function anonymous(refusal: Response): Promise<string | undefined> {
  const asked = refusal.headers.get("www-authenticate") ?? "";
  const { realm, ...rest } = Object.fromEntries(
    [...asked.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  if (!/^bearer /i.test(asked) || realm === undefined) {
    return undefined;
  }
  const url = `${realm}?${new URLSearchParams(rest)}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) }).catch(() => undefined);
  if (!answer?.ok) {
    return undefined;
  }
  const { token, access_token: other } = (await answer.json()) as { token?: string; access_token?: string };
  return `Bearer ${token ?? other ?? ""}`;
}

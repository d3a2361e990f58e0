import type * as client from "@kubernetes/client-node";
import { serviceHost } from "../../lib/naming";
import { authorityName, leafName } from "../certificates/names";
import { bootstrapService } from "../kafka/names";
import type { KubernetesApis } from "./kubernetes-client";
import { existing } from "./kubernetes-errors";

/** By what a program proves itself to brokers, and what it knows them by; all of it PEM. */
export interface TlsIdentity {
  /** The certificates of all trusted authorities. */
  readonly ca: string;
  /** The own certificate, with those between it and its authority. */
  readonly cert: string;
  /** The own private key. */
  readonly key: string;
  /**
   * The name that a broker has to prove, at whatever address it is reached. Before a change, brokers still serve the
   * certificate of the last one, which need not hold where they are to be found now: nodes have come and gone, names
   * have changed. It always holds this name.
   *
   * @default the host of the address, as every client from outside has it: what a change has to come to
   */
  readonly serverName?: string | undefined;
}

/**
 * The administrator's identity, as cert-manager has issued it, for asking brokers as they are before a change.
 *
 * @param authorities the generations of the authority that are trusted; those that do not exist yet are left out
 * @returns nothing where it is not issued yet
 */
export async function readAdminIdentity(
  { core }: Pick<KubernetesApis, "core">,
  namespace: string,
  authorities: readonly number[],
): Promise<TlsIdentity | undefined> {
  const secret = async (name: string) => existing(core.readNamespacedSecret({ namespace, name }));
  const [admin, ...trusted] = await Promise.all([
    secret(leafName("kafka-admin")),
    ...authorities.map((generation) => secret(authorityName(generation))),
  ]);
  const [cert, key] = [textOf(admin, "tls.crt"), textOf(admin, "tls.key")];
  const ca = trusted
    .map((one) => textOf(one, "tls.crt"))
    .filter((pem) => pem !== "")
    .map((pem) => `${pem.trim()}\n`)
    .join("");
  return cert === "" || key === "" || ca === ""
    ? undefined
    : { ca, cert, key, serverName: serviceHost(bootstrapService, namespace) };
}

const textOf = (secret: client.V1Secret | undefined, key: string): string =>
  Buffer.from(secret?.data?.[key] ?? "", "base64").toString();

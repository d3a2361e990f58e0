/** Who and what there is in a test of security: the platform's parts, those who may, and those who may not. */
import { listeners } from "../../../components/kafka/listeners";
import { headlessService } from "../../../components/kafka/names";
import { podHost } from "../../../lib/naming";
import { waitFor } from "../../../local/support/wait";
import type { Bootstrap } from "../kafka-clients";
import { bootstrap, kubeJson, layout } from "../test-platform";
import { Accounts } from "./accounts";
import { authenticates, type Credentials, type Surroundings } from "./applications";
import { newAuthority, newLeaf } from "./forgery";
import type { Call, KeyPair } from "./handshake";

interface Container {
  readonly name: string;
  readonly volumeMounts: readonly { readonly mountPath: string }[];
}

export interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly initContainers?: readonly Container[]; readonly containers: readonly Container[] };
  readonly status: { readonly podIP: string; readonly hostIP: string };
}

export const podsIn = async (namespace: string): Promise<readonly Pod[]> =>
  (await kubeJson<{ items: Pod[] }>("get", "pods", "-n", namespace)).items;

/** A private key and its certificate, from a Secret. */
export async function keyPair(namespace: string, secret: string): Promise<KeyPair> {
  const { data } = await kubeJson<{ data: Record<string, string> }>("get", "secret", secret, "-n", namespace);
  const text = (key: string) => Buffer.from(data[key] ?? "", "base64").toString();
  return { cert: text("tls.crt"), key: text("tls.key") };
}

/** What a file of tests works with. */
export class Scene {
  /** The passwords of all that were given one, by their names. */
  readonly passwords: Record<string, string> = {};
  readonly accounts: Accounts;

  private constructor(
    readonly namespace: string,
    readonly administrator: Bootstrap,
    /** All pods of the platform. */
    readonly pods: readonly Pod[],
    /** Somebody whose certificate is of the authority that everybody believes, and who may do nothing. */
    readonly outsider: KeyPair,
    /** Somebody who calls himself a broker, by an authority that calls itself the platform's. */
    readonly impostor: KeyPair,
  ) {
    this.accounts = new Accounts(administrator);
  }

  static async of(namespace: string): Promise<Scene> {
    const [administrator, pods, authority, forged] = await Promise.all([
      bootstrap(),
      podsIn(namespace),
      keyPair(namespace, "kafka-ca-1"),
      newAuthority(`/O=${namespace}/CN=kafka-ca-1`),
    ]);
    const [outsider, impostor] = await Promise.all([
      newLeaf(authority, `/O=${namespace}/CN=outsider`),
      newLeaf(forged, `/O=${namespace}/CN=kafka`),
    ]);
    return new Scene(namespace, administrator, pods, outsider, impostor);
  }

  get surroundings(): Surroundings {
    return { namespace: this.namespace, dns: layout().dnsIp, ca: this.administrator.tls.ca };
  }

  /** A call that a broker answers, if nothing about it is changed. */
  call(listener: keyof typeof listeners): Call {
    const { ca, ...identity } = this.administrator.tls;
    const pod = this.pods.find(({ metadata }) => metadata.name === "kafka-0");
    return {
      host: pod?.status.podIP ?? "",
      port: listeners[listener],
      name: podHost("kafka-0", headlessService, this.namespace),
      ca,
      identity,
    };
  }

  /** Somebody with a password, once it opens the door. */
  async account(username: string): Promise<Credentials> {
    const credentials = await this.accounts.create(username);
    this.passwords[`the password of ${username}`] = credentials.password;
    const known = () => authenticates(this.surroundings, credentials);
    await waitFor(`${username} to be known`, known, { timeoutMs: 30_000 });
    return credentials;
  }
}

/** Who and what there is in a test of security: the platform's parts, those who may, and those who may not. */
import { brokerLabels } from "../../../components/kafka/names";
import { type FlowArgs, flows } from "../../../components/network/flows";
import { zooKeeperLabels } from "../../../components/zookeeper/names";
import { scriptPath } from "../../../components/zookeeper/scripts";
import { podHost } from "../../../lib/naming";
import type { LocalStack } from "../../../local/stack";
import { waitFor } from "../../../local/support/wait";
import type { Bootstrap } from "../kafka-clients";
import { bootstrap, kube, kubeJson, layout } from "../test-platform";
import { Accounts } from "./accounts";
import { authenticates, type Credentials, type Surroundings } from "./applications";
import type { Call, KeyPair } from "./call";
import { newAuthority, newLeaf } from "./forgery";
import { networkOf } from "./processes";
import { type PortName, ports, protocols } from "./protocols";

interface Container {
  readonly name: string;
  readonly volumeMounts: readonly { readonly mountPath: string }[];
}

export interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    /** The headless Service that its name belongs to, of pods of a StatefulSet. */
    readonly subdomain?: string;
    readonly initContainers?: readonly Container[];
    readonly containers: readonly Container[];
  };
  readonly status: { readonly podIP: string; readonly hostIP: string };
}

/** The namespace of every platform that is tested. */
export const NAMESPACE = "kafka";

/** A platform whose security is tested. */
export interface TestedPlatform {
  /** What decides which kinds of pods there are, and which ports. */
  readonly parts: FlowArgs;
  /** Does work with its stack, with the settings that it was last brought up with. */
  readonly withStack: <T>(work: (stack: LocalStack) => Promise<T>) => Promise<T>;
}

export const podsIn = async (namespace: string): Promise<readonly Pod[]> =>
  (await kubeJson<{ items: Pod[] }>("get", "pods", "-n", namespace)).items;

/** A private key and its certificate, from a Secret. */
export async function keyPair(namespace: string, secret: string): Promise<KeyPair> {
  const { data } = await kubeJson<{ data: Record<string, string> }>("get", "secret", secret, "-n", namespace);
  const text = (key: string) => Buffer.from(data[key] ?? "", "base64").toString();
  return { cert: text("tls.crt"), key: text("tls.key") };
}

/** The name by which other pods find this one. */
const hostOf = ({ metadata, spec }: Pod): string => podHost(metadata.name, spec.subdomain ?? "", NAMESPACE);

/** ZooKeeper's servers, as one of them is known to the others. */
interface Ensemble {
  /** The pod that leads. */
  readonly leader: string;
  readonly identity: KeyPair;
}

async function ensembleOf(pods: readonly Pod[]): Promise<Ensemble | undefined> {
  const servers = pods.filter(({ metadata }) => metadata.labels.app === zooKeeperLabels.app);
  if (servers.length === 0) {
    return undefined;
  }
  const modes = await Promise.all(
    servers.map(({ metadata }) => kube("exec", metadata.name, "-n", NAMESPACE, "--", scriptPath("zkServer"), "status")),
  );
  const leader = servers[modes.findIndex((mode) => mode.includes("leader"))]?.metadata.name ?? "";
  return { leader, identity: await keyPair(NAMESPACE, "zookeeper-tls") };
}

/** What the tests of a platform work with. */
export class Scene {
  /** The passwords of all that were given one, by their names. */
  readonly passwords: Record<string, string> = {};
  readonly accounts: Accounts;

  private constructor(
    readonly parts: FlowArgs,
    readonly administrator: Bootstrap,
    /** All pods of the platform. */
    readonly pods: readonly Pod[],
    private readonly ensemble: Ensemble | undefined,
    /** Somebody whose certificate is of the authority that everybody believes, and who may do nothing. */
    readonly outsider: KeyPair,
    /** Somebody who calls himself a broker, by an authority that calls itself the platform's. */
    readonly impostor: KeyPair,
  ) {
    this.accounts = new Accounts(administrator);
  }

  static async of({ parts, withStack }: TestedPlatform): Promise<Scene> {
    const [administrator, pods, authority, forged] = await Promise.all([
      withStack((stack) => bootstrap(stack)),
      podsIn(NAMESPACE),
      keyPair(NAMESPACE, "kafka-ca-1"),
      newAuthority(`/O=${NAMESPACE}/CN=kafka-ca-1`),
    ]);
    const [ensemble, outsider, impostor] = await Promise.all([
      ensembleOf(pods),
      newLeaf(authority, `/O=${NAMESPACE}/CN=outsider`),
      newLeaf(forged, `/O=${NAMESPACE}/CN=kafka`),
    ]);
    return new Scene(parts, administrator, pods, ensemble, outsider, impostor);
  }

  get surroundings(): Surroundings {
    return { namespace: NAMESPACE, dns: layout().dnsIp, ca: this.administrator.tls.ca };
  }

  /** The pods of the brokers, in the order of their ids. */
  get brokers(): readonly Pod[] {
    return this.pods.filter(({ metadata }) => metadata.labels.app === brokerLabels.app);
  }

  /** The ports on which a pod has to be reached; sorted. */
  documented({ metadata }: Pod): readonly number[] {
    return (
      flows(this.parts)
        .filter(({ to }) => to === metadata.labels.app)
        .flatMap((flow) => flow.ports.map(({ port }) => port))
        // Followers call their leader there, and listen only once they lead themselves.
        .filter((port) => port !== ports.quorum || metadata.name === this.ensemble?.leader)
        .sort((a, b) => a - b)
    );
  }

  /** A call that is answered, if nothing about it is changed. */
  call(port: PortName): Call {
    const { ca, ...administrator } = this.administrator.tls;
    const callee = this.pods.find((pod) => this.documented(pod).includes(ports[port]));
    if (callee === undefined) {
      throw new Error(`no pod has the port ${port}`);
    }
    const { metadata, status } = callee;
    return {
      host: status.podIP,
      port: ports[port],
      name: hostOf(callee),
      ca,
      identity: administrator,
      request: protocols[port].request,
      ...(this.ensemble && isAmongServers(port) && this.byServer(this.ensemble, metadata.name)),
    };
  }

  /** Somebody with a password, once it opens the door of every broker: each hears of it by itself. */
  async account(username: string): Promise<Credentials> {
    const credentials = await this.accounts.create(username);
    this.passwords[`the password of ${username}`] = credentials.password;
    const hosts = this.brokers.map(hostOf);
    const known = async () =>
      (await Promise.all(hosts.map((host) => authenticates(this.surroundings, credentials, host)))).every(Boolean);
    await waitFor(`${username} to be known`, known, { timeoutMs: 30_000 });
    return credentials;
  }

  // A server looks up whether the address that calls it is that of the host whose certificate is shown.
  private byServer({ identity }: Ensemble, callee: string): Pick<Call, "identity" | "from"> {
    const other = this.pods.find(
      ({ metadata }) => metadata.labels.app === zooKeeperLabels.app && metadata.name !== callee,
    );
    return { identity, from: networkOf(other?.metadata.uid ?? "") };
  }
}

const isAmongServers = (port: PortName): boolean => port === "quorum" || port === "election";

import type * as client from "@kubernetes/client-node";
import { hostPort, splitHostPort } from "../../lib/naming";
import { type BrokerAnswer, isView, type SilentAddress } from "./broker-client";
import type { KubernetesApis } from "./kubernetes-client";
import { existing } from "./kubernetes-errors";
import { selectorOf } from "./rollout-facts";

/** Where brokers are to be found. */
export interface AddressArgs {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The EXTERNAL address of each broker by the settings, in the order of their ids. */
  readonly bootstrap: readonly string[];
  /** The names of the Services of these addresses, in the same order. */
  readonly services: readonly string[];
}

/**
 * Where each broker may answer now, before a change: the settings may already name another port, other hosts, or
 * another kind of Service.
 *
 * @returns for each broker the addresses to try, the likeliest first; none where it has no Service
 */
export async function liveAddresses({ core }: Pick<KubernetesApis, "core">, args: AddressArgs): Promise<string[][]> {
  const { namespace } = args;
  const [pods, ...services] = await Promise.all([
    core.listNamespacedPod({ namespace, labelSelector: selectorOf(args.labels) }),
    ...args.services.map((name) => existing(core.readNamespacedService({ namespace, name }))),
  ]);
  const nodes = [...new Set(pods.items.flatMap(({ status }) => status?.hostIP ?? []))];
  return services.map((service, id) =>
    service === undefined ? [] : addressesOf(service, args.bootstrap[id] ?? "", nodes),
  );
}

function addressesOf({ spec, status }: client.V1Service, bootstrap: string, nodes: readonly string[]): string[] {
  const { port, nodePort } = spec?.ports?.[0] ?? {};
  const balancers = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
  const at = (hosts: readonly string[], one: number | undefined): string[] =>
    one === undefined ? [] : hosts.filter((host) => host !== "").map((host) => hostPort(host, one));
  const { host } = splitHostPort(bootstrap);
  return [
    ...new Set([
      // A balancer may be known by a name that its status does not say, as one in the DNS before it.
      ...(spec?.type === "LoadBalancer" ? at([host, ...balancers], port) : []),
      ...at([host, ...nodes], nodePort),
    ]),
  ];
}

/** The first answer that a broker gives at one of its addresses, or what each of them says. */
export async function askFirst(
  addresses: readonly string[],
  ask: (address: string) => Promise<BrokerAnswer>,
): Promise<BrokerAnswer> {
  const silent: SilentAddress[] = [];
  for (const address of addresses) {
    const answer = await ask(address);
    if (isView(answer)) {
      return answer;
    }
    silent.push(answer);
  }
  const [first, ...others] = silent;
  if (first === undefined) {
    return { address: "any address", error: "its Service has none" };
  }
  const elsewhere = others.map(({ address, error }) => `, nor at ${address}: ${error}`);
  return { address: first.address, error: [first.error, ...elsewhere].join("") };
}

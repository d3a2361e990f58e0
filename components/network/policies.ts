import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { PlatformSettings } from "../platform/settings";
import { type Flow, type FlowArgs, flows, type Member, membersOf, type Origin } from "./flows";

/** What the policies of a namespace are made from. */
export interface NetworkArgs extends FlowArgs {
  /** The namespace, which has to exist. */
  readonly namespace: string;
  /** The networks, in CIDR notation, from which administrators come; an empty list is all. */
  readonly sourceRanges: readonly string[];
}

const podsOf = (member: Member) => ({ podSelector: { matchLabels: { app: member } } });

type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;

// Without peers, a rule is about every address; a range that holds all of them is, for some networks, not about pods
// and nodes.
const everywhere = undefined;

function originPeers(origin: Origin, sourceRanges: readonly string[]): Peer[] | undefined {
  if (origin === "pods") {
    return [{ namespaceSelector: {} }];
  }
  if (origin === "administrators") {
    return sourceRanges.length === 0 ? everywhere : sourceRanges.map((cidr) => ({ ipBlock: { cidr } }));
  }
  return [podsOf(origin)];
}

const portsOf = ({ ports }: Flow) => ports.map(({ port, protocol }) => ({ port, protocol }));

/** The specification of the policy for one kind of pods: what may come, and where they may go. */
export function policyOf(member: Member, args: Omit<NetworkArgs, "namespace">) {
  const ingress = flows(args)
    .filter(({ to }) => to === member)
    .map((flow) => {
      const peers = flow.from.map((origin) => originPeers(origin, args.sourceRanges));
      return {
        ports: portsOf(flow),
        ...(!peers.includes(everywhere) && { from: peers.flatMap((some) => some ?? []) }),
      };
    });
  const egress = flows(args)
    .filter(({ from }) => from.includes(member))
    .map((flow) => ({ ports: portsOf(flow), ...(flow.to !== "anywhere" && { to: [podsOf(flow.to)] }) }));
  return { ...podsOf(member), policyTypes: ["Ingress", "Egress"], ingress, egress };
}

/**
 * The network policies of the platform's namespace: nothing comes in and nothing goes out but what the platform needs.
 *
 * @param name the prefix of the resources' names
 */
export function networkPolicies(
  name: string,
  args: NetworkArgs,
  opts: pulumi.CustomResourceOptions,
): readonly k8s.networking.v1.NetworkPolicy[] {
  const { namespace } = args;
  const needed = membersOf(args).map(
    (member) =>
      new k8s.networking.v1.NetworkPolicy(
        `${name}-${member}`,
        { metadata: { name: member, namespace }, spec: policyOf(member, args) },
        opts,
      ),
  );
  const rest = new k8s.networking.v1.NetworkPolicy(
    `${name}-deny-by-default`,
    {
      metadata: { name: "deny-by-default", namespace },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    },
    // Alone, it would cut off what runs already.
    { ...opts, dependsOn: needed },
  );
  return [...needed, rest];
}

/** The network policies that a platform with these settings needs. */
export const platformPolicies = (
  name: string,
  { kubernetes, kafka, kraft, external, zones }: PlatformSettings,
  opts: pulumi.CustomResourceOptions,
): readonly k8s.networking.v1.NetworkPolicy[] =>
  networkPolicies(
    name,
    {
      namespace: kubernetes.namespace,
      coordination: kafka.coordination,
      dedicatedControllers: kraft?.controllers !== undefined,
      sourceRanges: external.sourceRanges,
      zones: zones !== undefined,
    },
    opts,
  );

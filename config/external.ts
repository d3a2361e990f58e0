import { z } from "zod";
import { explained, rule, ruled } from "../lib/validation";
import { integer } from "./fields";

const type = explained(
  z.enum(["NodePort", "LoadBalancer"]),
  "must be NodePort or LoadBalancer",
  "Write LoadBalancer where the cluster can make load balancers, and NodePort elsewhere",
);

// Numbers and dots that are no IPv4 address are no name either.
const host = z.union([
  z.ipv4(),
  z
    .string()
    .max(253)
    .regex(/^(?![\d.]+$)[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*$/),
]);

const addresses = explained(
  z.array(host).min(1),
  "must be a list of host names or IPv4 addresses",
  "List at least one, without ports, or leave it out for the nodes' own addresses",
);

const annotations = explained(
  z.record(z.string().regex(/^([a-z0-9.-]+\/)?[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?$/), z.string()),
  "must be Kubernetes annotations with texts as values",
  'Write them as name: "value", one a line',
);

/** Kubernetes' default range of NodePorts ends here. */
export const lastNodePort = 32_767;

const section = z.strictObject({
  /** The kind of Service that each broker has: a port of every node, or a load balancer. @default "NodePort" */
  type: type.default("NodePort"),
  /**
   * With NodePort, the port of broker 0; broker 1 has the next one, and so on to at most 32767. @default 31090
   */
  nodePortBase: integer(30_000, lastNodePort).default(31_090),
  /**
   * Where the brokers answer, as seen from where this program runs; names or IPv4 addresses, and part of the brokers'
   * certificate. With NodePort, hosts that brokers share in turn; with LoadBalancer, one for each broker in their
   * order, where an IPv4 address is also what its load balancer is asked for.
   * @default with NodePort, the nodes' internal addresses; with LoadBalancer, there is none
   */
  addresses: addresses.optional(),
  /** With LoadBalancer, annotations of each broker's Service, for the cloud's controller. @default none */
  annotations: annotations.default({}),
  /**
   * The networks, in CIDR notation, from which the EXTERNAL listener can be reached; an empty list is all. With NodePort
   * it restricts only where the cluster's network keeps clients' addresses. Where it puts a node's in their place, the
   * list cuts everybody off, or, with the nodes' networks in it, restricts nothing: use LoadBalancer there. @default []
   */
  sourceRanges: explained(
    z.array(z.union([z.cidrv4(), z.cidrv6()])),
    "must be a list of networks in CIDR notation, such as 10.0.0.0/8",
    "List the networks that administrators are in, or leave it out for all",
  ).default([]),
});

const addressesGiven = rule({
  path: ["addresses"],
  rule: "must be there with type LoadBalancer, one for each broker",
  remedy: "List the names or addresses at which the load balancers are to answer, in the brokers' order",
  needs: z.object({ type, addresses: addresses.optional() }),
  holds: (value) => value.type !== "LoadBalancer" || value.addresses !== undefined,
});

const addressesDiffer = rule({
  path: ["addresses"],
  rule: "must differ with type LoadBalancer, since each broker has its own",
  remedy: "List another address for each broker",
  needs: z.object({ type, addresses }),
  holds: (value) => value.type !== "LoadBalancer" || new Set(value.addresses).size === value.addresses.length,
});

const annotationsUsed = rule({
  path: ["annotations"],
  rule: "must be empty with type NodePort, since they are a load balancer's",
  remedy: "Remove them, or write type: LoadBalancer",
  needs: z.object({ type, annotations }),
  holds: (value) => value.type === "LoadBalancer" || Object.keys(value.annotations).length === 0,
});

/** How administrators, this program among them, reach each broker from outside the cluster. */
export const external = ruled(section, addressesGiven, addressesDiffer, annotationsUsed);

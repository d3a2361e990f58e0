import { isIP } from "node:net";
import { below, entries, isAbsent, members, type Place } from "./place";
import { isMap, type Plain } from "./plain";
import { selects } from "./selectors";

/** The shortest prefixes of networks that somebody has, by the version of IP; what is wider is about everybody. */
const shortest: Readonly<Record<number, number>> = { 4: 8, 6: 16 };

/** Whether it is a network in CIDR notation, and not everybody's. */
export function isBounded(cidr: Plain): boolean {
  const [, address = "", prefix = ""] = typeof cidr === "string" ? (/^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? []) : [];
  const version = isIP(address);
  return version !== 0 && Number(prefix) >= (shortest[version] ?? 0) && Number(prefix) <= (version === 4 ? 32 : 128);
}

/** What the rules about networks say of how wide one may be. */
export const boundWords = "at most a /8 of IPv4 or a /16 of IPv6";

/** The port of brokers for who administers them, by its number and by the name that Services know it by. */
export const external = { port: 9094, name: "tcp-external" } as const;

/** The ports of brokers that are made for others: they speak TLS, and ask who is calling. */
export const publicPorts: readonly Plain[] = [9092, external.port, external.name];

/** Whether a rule of a NetworkPolicy's names each of its ports. */
export const namesPorts = (rule: Place): boolean => {
  const ports = members(below(rule, "ports"));
  return ports.length > 0 && ports.every((entry) => ["number", "string"].includes(typeof portOf(entry)));
};

/** Whether a rule of a NetworkPolicy's is about no ports but these. */
export const isWithin = (rule: Place, allowed: readonly Plain[]): boolean =>
  namesPorts(rule) && members(below(rule, "ports")).every((entry) => allowed.includes(portOf(entry)));

/** Whether a rule of a NetworkPolicy's, which names its ports, is about the external one. */
export const isForExternal = (rule: Place): boolean =>
  members(below(rule, "ports")).some((entry) => [external.port, external.name].some((one) => one === portOf(entry)));

/** The one port of an entry. @returns nothing where it is several, or nobody can say which */
function portOf(entry: Place): Plain {
  const [port, end] = [below(entry, "port"), below(entry, "endPort")] as const;
  return isAbsent(end) || end.value === port.value ? port.value : undefined;
}

/** Whom a rule of a NetworkPolicy's is about: pods of its own namespace, others that it names, or everybody. */
export type Circle = "neighbours" | "named" | "everybody";

/** The widest circle that a rule is about. @param key where its peers stand */
export function circleOf(rule: Place, key: "from" | "to"): Circle {
  const circles = members(below(rule, key)).map(circleOfPeer);
  const widest = (["everybody", "named"] as const).find((circle) => circles.includes(circle));
  return circles.length === 0 ? "everybody" : (widest ?? "neighbours");
}

function circleOfPeer(peer: Place): Circle {
  const [block, spaces] = [below(peer, "ipBlock"), below(peer, "namespaceSelector")] as const;
  if (!isAbsent(block)) {
    return isBounded(below(block, "cidr").value) ? "named" : "everybody";
  }
  if (isAbsent(spaces)) {
    return isMap(below(peer, "podSelector").value) ? "neighbours" : "everybody";
  }
  // One that a namespace without any label fits, nearly every one does.
  return isMap(spaces.value) && !selects(spaces.value, {}) ? "named" : "everybody";
}

/** Whom a rule of a NetworkPolicy's lets in that it must not: those who are not in the cluster, without a bound. */
export function unboundedIn(rule: Place): readonly Place[] {
  const from = below(rule, "from");
  const peers = members(from);
  if (peers.length === 0) {
    return [from];
  }
  return peers.flatMap((peer) => {
    const cidr = below(peer, "ipBlock", "cidr");
    const isInside = isAbsent(below(peer, "ipBlock")) && entries(peer).some((entry) => !isAbsent(entry));
    return isInside || isBounded(cidr.value) ? [] : [cidr];
  });
}

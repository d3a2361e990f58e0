import { isIP } from "node:net";
import { below, entries, isAbsent, members, type Place } from "./place";
import type { Plain } from "./plain";

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

/** Whether a rule of a NetworkPolicy's is about every port, or about more than anybody can say. */
export const isForAllPorts = (rule: Place): boolean => {
  const ports = below(rule, "ports");
  return isAbsent(ports) || members(ports).length === 0 || members(ports).some(isEveryPort);
};

const isEveryPort = (entry: Place): boolean => {
  const [{ value: port }, { value: end }] = [below(entry, "port"), below(entry, "endPort")] as const;
  if (typeof port === "string") {
    return false;
  }
  return typeof port !== "number" || (port <= 1 && (typeof end === "number" ? end >= 65_535 : !isNothing(end)));
};

const isNothing = (value: Plain): boolean => value === undefined || value === null;

/** Whether a rule of a NetworkPolicy's is about a port, which a Service may know by a name. */
export const isForPort = (rule: Place, port: number, name: string): boolean =>
  isForAllPorts(rule) ||
  members(below(rule, "ports")).some((entry) => {
    const [{ value: first }, { value: end }] = [below(entry, "port"), below(entry, "endPort")] as const;
    return (
      first === name || (typeof first === "number" && first <= port && port <= (typeof end === "number" ? end : first))
    );
  });

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

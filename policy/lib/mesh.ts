import type { KubernetesObject } from "./kubernetes";
import { below, entries, isAbsent, unless } from "./place";
import { isMap } from "./plain";

/** What of a PeerAuthentication takes plain connections. @param plainPorts where they are wanted */
export function plainIn(authentication: KubernetesObject, plainPorts: readonly number[] = []): readonly string[] {
  const [mode, ports] = [
    below(authentication, "spec", "mtls", "mode"),
    below(authentication, "spec", "portLevelMtls"),
  ] as const;
  const exceptions = entries(ports).filter(({ key }) => !plainPorts.includes(Number(key)));
  return [
    ...unless(mode.value === "STRICT", mode),
    // What nobody can read may be an exception.
    ...unless(isAbsent(ports) || isMap(ports.value), ports),
    ...exceptions.map((port) => below(port, "mode")).flatMap((place) => unless(place.value === "STRICT", place)),
  ];
}

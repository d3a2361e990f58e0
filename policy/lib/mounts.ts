import type { KubernetesObject } from "./kubernetes";
import { below, isAbsent, members, type Place } from "./place";
import { notKnown, type Plain } from "./plain";
import type { Workload } from "./workloads";

/** A ConfigMap or a Secret that pods mount. */
export interface Mount {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: Plain;
}

/** What pods mount, by itself or projected beside others. */
export const mountsOf = ({ spec }: Workload): readonly Mount[] =>
  members(below(spec, "volumes"))
    .flatMap((volume) => [volume, ...members(below(volume, "projected", "sources"))])
    .flatMap((source) => [...mounted(source, "configMap", "ConfigMap"), ...mounted(source, "secret", "Secret")]);

// A volume and a projection call a Secret's name differently.
function mounted(source: Place, key: string, kind: Mount["kind"]): readonly Mount[] {
  const place = below(source, key);
  const names = ["secretName", "name"].map((name) => below(place, name)).filter((name) => !isAbsent(name));
  return place.value === undefined ? [] : [{ kind, name: names[0]?.value }];
}

/** Whether two values are the same: for sure, or as far as anybody knows. */
export type Same = (one: Plain, other: Plain) => boolean;

/** For sure. */
export const surely: Same = (one, other) => typeof one === "string" && one === other;
/** As far as anybody knows. */
export const perhaps: Same = (one, other) => one === other || one === notKnown || other === notKnown;

/** Whether pods mount a ConfigMap or a Secret. */
export const isMountedBy = (files: KubernetesObject, pods: Workload, isSame: Same): boolean =>
  isSame(below(files, "metadata", "namespace").value, below(pods.object, "metadata", "namespace").value) &&
  mountsOf(pods).some(({ kind, name }) => kind === files.kind && isSame(name, below(files, "metadata", "name").value));

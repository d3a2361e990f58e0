import { kubernetesTypes } from "../../lib/kubernetes";
import { below, type Place, tell } from "../../lib/place";
import { resourceRule, setting } from "../../lib/rule";
import { containersOf, workloadsOf } from "../../lib/workloads";

const registry = String.raw`(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?\/|\[[0-9a-fA-F:]+\](?::\d+)?\/)?`;
const name = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const image = new RegExp(
  String.raw`^${registry}${name}(?:\/${name})*(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$`,
);

function isPinned({ value }: Place, digests: boolean): boolean {
  const { tag, digest } = (typeof value === "string" && image.exec(value)?.groups) || {};
  return tag !== "latest" && (digest !== undefined || (tag !== undefined && !digests));
}

export const kubernetesImagesPinned = resourceRule({
  name: "kubernetes-images-pinned",
  must: "An image is named by its digest, or, where the settings allow that, by a tag that stays.",
  why: "Behind a tag there can be another image tomorrow: pods of one set then differ, and a restart is an upgrade that nobody has tested or wanted.",
  fix: "Write it as registry/name:tag@sha256: and the 64 hexadecimal digits that the registry shows; the tag latest, and a name alone, never do.",
  settings: {
    digests: setting(true, "Whether images need a digest; false where they are built on the machine that runs them", {
      type: "boolean",
    }),
  },
  of: kubernetesTypes,
  judge: (resource, { digests }) =>
    workloadsOf(resource)
      .flatMap((workload) => containersOf(workload))
      .map((container) => below(container, "image"))
      .filter((place) => !isPinned(place, digests))
      .map(tell),
});

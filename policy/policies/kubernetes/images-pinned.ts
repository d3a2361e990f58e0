import { imageOf } from "../../lib/images";
import { kubernetesTypes } from "../../lib/kubernetes";
import { tell } from "../../lib/place";
import { resourceRule } from "../../lib/rule";
import { imagesOf } from "../../lib/workloads";

export const kubernetesImagesPinned = resourceRule({
  name: "kubernetes-images-pinned",
  must: "A container says which image it runs, by a tag other than latest or by a digest.",
  why: "Behind the tag latest, which is meant where there is none, is another image tomorrow: pods of one set then differ, and a restart is an upgrade that nobody has tested or wanted.",
  fix: "Write it as registry/name:tag, or as registry/name:tag@sha256: and the 64 hexadecimal digits that the registry shows, known at preview.",
  of: kubernetesTypes,
  judge: (resource) =>
    imagesOf(resource)
      .filter(({ value }) => imageOf(value) === undefined)
      .map(tell),
});

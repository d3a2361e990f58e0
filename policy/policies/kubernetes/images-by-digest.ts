import { imageOf } from "../../lib/images";
import { kubernetesTypes } from "../../lib/kubernetes";
import { tell } from "../../lib/place";
import { resourceRule, setting } from "../../lib/rule";
import { imagesOf } from "../../lib/workloads";

export const kubernetesImagesByDigest = resourceRule({
  name: "kubernetes-images-by-digest",
  must: "An image is named by its digest.",
  why: "Whoever may write to the registry can put another image behind a tag: pods of one set then differ, and run what nobody has tested.",
  fix: "Write it as registry/name:tag@sha256: and the 64 hexadecimal digits that the registry shows.",
  settings: {
    required: setting(true, "Whether images need a digest; false where they are built on the machine that runs them", {
      type: "boolean",
    }),
  },
  of: kubernetesTypes,
  judge: (resource, { required }) =>
    imagesOf(resource)
      .filter(({ value }) => {
        const image = imageOf(value);
        // A name that is wrong for other reasons, another rule reports.
        return required && image !== undefined && image.digest === undefined;
      })
      .map(tell),
});

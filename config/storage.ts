import { z } from "zod";
import { explained } from "../lib/validation";
import { flag, size } from "./fields";

/** The volumes. */
export const storage = z.strictObject({
  /** The size of each broker's volume; it may grow, and never shrinks. */
  size,
  /** The StorageClass of all volumes; it has to allow expansion, and never changes. @default the cluster's default class */
  storageClass: explained(
    z.string().min(1),
    "must be the name of a StorageClass",
    "Choose one that `kubectl get storageclass` lists, or leave it out for the default class",
  ).optional(),
  /** Whether all volumes, and the namespace that holds their claims, outlive `pulumi destroy`. @default true */
  retainOnDelete: flag.default(true),
});

import { z } from "zod";
import { explained } from "../lib/validation";

/** Which cluster, and where in it. */
export const kubernetes = z.strictObject({
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  context: explained(
    z.string().min(1),
    "must be the name of a context in your kubeconfig",
    "Choose one that `kubectl config get-contexts` lists",
  ).optional(),
  /** The namespace that the platform makes and fills. @default "kafka" */
  namespace: explained(
    z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/),
    "must be a Kubernetes name of at most 63 lower-case letters, digits and dashes",
    "Use a name such as kafka",
  ).default("kafka"),
  /**
   * The PriorityClass of the platform's pods, which has to exist: when nodes run short, pods of lower ones make room.
   * @default the cluster's default class
   */
  priorityClass: explained(
    z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/),
    "must be the name of a PriorityClass",
    "Choose one that `kubectl get priorityclass` lists, or leave it out",
  ).optional(),
});

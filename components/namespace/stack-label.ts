import { createHash } from "node:crypto";

/** The label by which a namespace says which stack it belongs to. */
export const stackLabel = "kafka-platform/stack";

const longest = 63;
const valid = /^[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?$/;

/**
 * The label's value for a stack: `<project>.<stack>`. Kubernetes takes at most 63 characters, of which the last is a
 * letter or a digit; a name that breaks this is cut and made unique by a digest of the whole.
 */
export function stackLabelValue(project: string, stack: string): string {
  const name = `${project}.${stack}`;
  if (name.length <= longest && valid.test(name)) {
    return name;
  }
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 12);
  const readable = name.replace(/[^-_.A-Za-z0-9]/g, "-").replace(/^[-_.]+/, "");
  return `${readable.slice(0, longest - digest.length - 1)}-${digest}`.replace(/^-/, "");
}

import type { ExportedResource, ExportedState } from "../state";

// What has no identity but what it says: to make it again changes nothing, and to delete it once erases both.
const types = [
  "kafka:index/acl:Acl",
  "kafka:index/quota:Quota",
  "kafka:index/userScramCredential:UserScramCredential",
  "kubernetes:core/v1:Secret",
];

/**
 * What is in the state twice, since a run was refused in which the program had given it another name: the URNs of the
 * younger ones.
 */
export function twins({ deployment }: ExportedState): readonly string[] {
  const stands = (deployment.resources ?? []).filter(({ type }) => types.includes(type));
  return stands.flatMap((one) => (stands.some((other) => isOlderTwin(other, one)) ? [one.urn] : []));
}

const isOlderTwin = (other: ExportedResource, one: ExportedResource): boolean =>
  other.type === one.type && other.id === one.id && other.urn !== one.urn && createdAt(other) < createdAt(one);

const createdAt = ({ created }: ExportedResource): number => (created === undefined ? 0 : Date.parse(String(created)));

import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";

/** What a program has a resource for. */
export interface Stand {
  readonly type: string;
  /** By what its provider knows it. */
  readonly id: string;
  /** The resource's logical name. */
  readonly name: string;
}

/**
 * Stands before every deletion of what other resources of the program may stand for as well, in previews too, and refuses
 * one by which a resource under another name would erase what another has made. Rules, users, quotas and Secrets have no
 * identity but what they say: to make one that is there changes nothing, and to delete the old one then erases both. To be
 * given as `hooks` of such resources.
 *
 * @param parent the component that the resources belong to
 * @param stands what the program has a resource for; asked at the moment of a deletion
 */
export function renameGuard(parent: pulumi.Resource, stands: () => readonly Stand[]): pulumi.ResourceHookBinding {
  const guard = new pulumi.ResourceHook(
    "rename-guard",
    async ({ urn, type, id }) => {
      const declared = stands().find((stand) => stand.type === type && stand.id === id);
      if (declared !== undefined) {
        judgeDeletion(urn, await urnOf(declared, parent));
      }
    },
    { onDryRun: true },
  );
  return { beforeDelete: [guard] };
}

// A resource that is being made anew has told nobody its own URN yet.
const urnOf = ({ name, type }: Stand, parent: pulumi.Resource): Promise<string> =>
  new Promise((resolve) => void pulumi.createUrn(name, type, parent).apply(resolve));

/**
 * Refuses the deletion of a resource for which another one stands now.
 *
 * @param urn of the resource that is to be deleted
 * @param declared the URN of the one that the program has for the same thing
 * @throws {pulumi.RunError} with what to do
 */
export function judgeDeletion(urn: string, declared: string): void {
  if (urn !== declared) {
    throw refusal(
      `${urn} would be deleted, and with it what ${declared} stands for, which is the same: it was not deleted. The ` +
        "program has given the resource another name, type or parent. Take that back, or tell Pulumi of it: " +
        "{ aliases: [THE FIRST OF THESE] } among the resource's options. Where the state has both by now, npm run repair first.",
    );
  }
}

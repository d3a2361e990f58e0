import { at, notKnown, show } from "../../lib/plain";
import { stackRule } from "../../lib/rule";

const known = 1;

export const platformContractVersion = stackRule({
  name: "platform-contract-version",
  must: "A stack reads a platform's outputs only by a version of the contract that this pack knows.",
  why: "In another version, a name may mean something else: addresses, topics and Secrets would be taken for what they are not.",
  fix: `Read a platform's stack whose output contractVersion is ${known}, by version ${known} of kafka-platform-contract; or take the policy pack that belongs to the platform's newer version.`,
  judge: (resources) =>
    resources
      .filter(({ type }) => type === "pulumi:pulumi:StackReference")
      .flatMap(({ props, urn }) => {
        const version = at(props, "outputs", "contractVersion");
        // Other stacks say nothing of it, and a preview may not know it yet.
        return version === undefined || version === null || version === notKnown || version === known
          ? []
          : [{ found: `outputs.contractVersion of ${show(at(props, "name"))} is ${show(version)}, not ${known}`, urn }];
      }),
});

import { at, notKnown, type Plain, show } from "../../lib/plain";
import { stackRule } from "../../lib/rule";

const known = 1;

// By these, the outputs of a platform are told from those of other stacks.
const marks = ["clusterId", "kafkaVersion", "bootstrapServers", "certificateAuthorities"];

/** Whether outputs without a version are those of a platform: one so old that it told none, or nobody's that passes. */
const areOfPlatform = (outputs: Plain): boolean =>
  marks.filter((name) => at(outputs, name) !== undefined && at(outputs, name) !== notKnown).length > 1;

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
        const isAbsent = version === undefined || version === null;
        // Other stacks say nothing of it, and a preview may not know it yet.
        return (isAbsent && !areOfPlatform(at(props, "outputs"))) || version === notKnown || version === known
          ? []
          : [{ found: `outputs.contractVersion of ${show(at(props, "name"))} is ${show(version)}, not ${known}`, urn }];
      }),
});

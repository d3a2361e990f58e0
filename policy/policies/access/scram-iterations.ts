import { credentialType } from "../../lib/access";
import { show } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";

const least = 8192;
const most = 16384;

export const accessScramIterations = resourceRule({
  name: "access-scram-iterations",
  must: "It is written out how often a user's password is hashed, within what is safe and what Kafka takes.",
  why: "Hashed less often, a stolen password is guessed sooner; Kafka refuses a larger number; left out, the provider decides.",
  fix: `Set scramIterations to a whole number from ${least} to ${most}.`,
  of: credentialType,
  judge: ({ props: { scramIterations: found } }) =>
    typeof found === "number" && Number.isInteger(found) && found >= least && found <= most
      ? []
      : [`scramIterations is ${show(found)}`],
});

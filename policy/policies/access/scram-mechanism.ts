import { credentialType } from "../../lib/access";
import { show } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";

const required = "SCRAM-SHA-512";

export const accessScramMechanism = resourceRule({
  name: "access-scram-mechanism",
  must: "A user's password is kept for SCRAM-SHA-512, by which the brokers ask for it.",
  why: "With another mechanism the user cannot log in, or has a second password that nobody thinks of when the first is replaced.",
  fix: `Set scramMechanism to "${required}".`,
  of: credentialType,
  judge: ({ props: { scramMechanism } }) =>
    scramMechanism === required ? [] : [`scramMechanism is ${show(scramMechanism)}`],
});

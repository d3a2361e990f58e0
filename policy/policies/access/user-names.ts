import { credentialType, userName } from "../../lib/access";
import { show } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";

export const accessUserNames = resourceRule({
  name: "access-user-names",
  must: "A user is called by small letters, digits, dots and dashes.",
  why: "Whoever is called like the name in a certificate has the rights of its holder.",
  fix: `Set username to a name that fits ${userName.source}.`,
  of: credentialType,
  judge: ({ props: { username } }) =>
    typeof username === "string" && userName.test(username) ? [] : [`username is ${show(username)}`],
});

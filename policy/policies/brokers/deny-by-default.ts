import { brokerRule, isFalse, said } from "../../lib/broker-files";

const key = "allow.everyone.if.no.acl.found";

export const brokerDenyByDefault = brokerRule({
  name: "broker-deny-by-default",
  must: "Nobody may do what no access rule allows.",
  why: "Otherwise a topic is open to everybody until somebody thinks of a rule for it.",
  fix: `Write ${key}=false, or leave it out.`,
  judge: (file) => (file.properties.has(key) && !isFalse(file, key) ? [said(file, key)] : []),
});

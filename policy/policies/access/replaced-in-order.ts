import { resourceRule } from "../../lib/rule";

export const accessReplacedInOrder = resourceRule({
  name: "access-replaced-in-order",
  must: "An access rule, a quota or a user is deleted before it is made anew.",
  why: "Kafka knows these by what they say alone: made first, the new one is the old one, and the deletion that follows erases both.",
  fix: "Set the resource option deleteBeforeReplace to true.",
  of: /^kafka:index\/(acl:Acl|quota:Quota|userScramCredential:UserScramCredential)$/,
  judge: ({ opts }) => (opts.deleteBeforeReplace === true ? [] : ["the option deleteBeforeReplace is not set"]),
});

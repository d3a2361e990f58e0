import { aclType, credentialType, describedIn, isOfCertificate, nameOf } from "../../lib/access";
import { show } from "../../lib/plain";
import { ofType, setting, stackRule } from "../../lib/rule";

export const accessKnownPrincipals = stackRule({
  name: "access-known-principals",
  must: "An access rule is for a user of the same stack, or for a certificate.",
  why: "A rule for somebody who is not there lets nobody in, until somebody is made who has the name: then it is a right that nobody gave.",
  fix: 'Set aclPrincipal to "User:" with the username of a user, or with \u00a7 and the whole name in a certificate, as "User:\u00a7CN=orders,OU=owner-1"; a user that is made elsewhere, name in the setting others.',
  settings: {
    others: setting<readonly string[]>([], "Principals that are made elsewhere, as User:NAME", {
      type: "array",
      items: { type: "string", pattern: "^User:[^*]" },
    }),
  },
  judge: (resources, { others }) => {
    const known = new Set([
      ...ofType(resources, credentialType).map(({ props: { username } }) => username),
      ...describedIn(resources).map(({ username }) => username),
    ]);
    return ofType(resources, aclType).flatMap((acl) => {
      const { aclPrincipal } = acl.props;
      const name = nameOf(acl);
      // Where it is for nobody in particular, another rule says so.
      return name === undefined ||
        known.has(name) ||
        isOfCertificate(name) ||
        others.some((one) => one === aclPrincipal)
        ? []
        : [{ found: `aclPrincipal is ${show(aclPrincipal)}, whom nobody here is`, urn: acl.urn }];
    });
  },
});

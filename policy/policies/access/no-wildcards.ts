import { aclType, nameOf } from "../../lib/access";
import { show } from "../../lib/plain";
import { resourceRule, setting } from "../../lib/rule";

export const accessNoWildcards = resourceRule({
  name: "access-no-wildcards",
  must: "An access rule is for one user, one operation, and a resource or a beginning of names that it writes out.",
  why: "One rule for everybody, or for everything, undoes all others: whoever has any password reads and writes all records.",
  fix: 'Set aclPrincipal to "User:" with a name, aclResourceName to a name, resourcePatternTypeFilter to "Literal" or "Prefixed", and aclOperation to the one that is needed, with a rule for each.',
  settings: {
    breakGlass: setting<readonly string[]>([], "Principals that may do everything, for emergencies, as User:NAME", {
      type: "array",
      items: { type: "string", pattern: "^User:[^*]" },
    }),
  },
  of: aclType,
  judge: (acl, { breakGlass }) => {
    const { aclPrincipal, aclResourceName, resourcePatternTypeFilter, aclOperation } = acl.props;
    if (nameOf(acl) === undefined) {
      return [`aclPrincipal is ${show(aclPrincipal)}`];
    }
    if (breakGlass.some((principal) => principal === aclPrincipal)) {
      return [];
    }
    return [
      ...(aclResourceName === "*" ? ['aclResourceName is "*"'] : []),
      ...(["Any", "Match"].some((word) => word === resourcePatternTypeFilter)
        ? [`resourcePatternTypeFilter is ${show(resourcePatternTypeFilter)}`]
        : []),
      ...(["All", "Any"].some((word) => word === aclOperation) ? [`aclOperation is ${show(aclOperation)}`] : []),
    ];
  },
});

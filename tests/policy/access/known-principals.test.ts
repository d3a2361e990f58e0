import { accessKnownPrincipals } from "../../../policy/policies/access/known-principals";
import { all, catches, setting, takes, unchanged, values } from "../mutations";
import { applications, describing, newQuota, newRule, newUser, readRule, writeRule } from "./resources";

describe("access-known-principals", () => {
  const strangers = [
    ...["voicecore", "voicecore-producers", "voicecore-consumer", "Voicecore-producer", "voicecore-producer.2"],
    ...[
      "voicecore-producer.1",
      "voicecore-producer ",
      " voicecore-producer",
      "orders",
      "**",
      "voicecore-*",
      "ANONYMOUS",
    ],
    ...[
      "CN=kafka,O=kafka",
      "kafka-admin",
      "CN=orders,OU=owner-1",
      "\u00a7",
      "\u00a7kafka",
      "\u00a7CN=",
      "\u00a7cn=kafka",
    ],
    ...["§ CN=kafka", "\u00a7CN=orders,owner-1", "User:voicecore-producer", "undefined", "voicecore-producer\n"],
  ];
  const names = strangers.map((name) => `User:${name}`);
  const isNew = { change: unchanged, reports: ["kafka:index/acl:Acl", "new-rule"] as const };
  catches(accessKnownPrincipals, {
    resource: writeRule,
    mutants: [
      ...values("aclPrincipal", ...names),
      { title: "there is a rule for a stranger", adds: [newRule({ aclPrincipal: "User:orders" })], ...isNew },
      {
        title: "an application has no such password any more",
        resource: applications,
        adds: [newRule({ aclPrincipal: "User:orders" })],
        ...isNew,
        change: describing("orders", { rotation: 3, adopted: true }),
      },
      {
        title: "an application's first password is revoked",
        resource: applications,
        adds: [newRule({ aclPrincipal: "User:orders" })],
        ...isNew,
        change: describing("orders", { rotation: 2, revoked: 1 }),
      },
      {
        title: "an application has no such password yet",
        resource: applications,
        adds: [newRule({ aclPrincipal: "User:orders.3" })],
        ...isNew,
        change: describing("orders", { rotation: 2 }),
      },
    ],
  });
  const taken = (principal: string, change = unchanged, title = principal) => ({
    title: `there is a rule for ${title}`,
    resource: applications,
    change,
    adds: [newRule({ aclPrincipal: `User:${principal}` })],
  });
  takes(accessKnownPrincipals, {
    resource: readRule,
    mutants: [
      ...values(
        "aclPrincipal",
        "User:voicecore-producer",
        "User:\u00a7CN=orders,OU=owner-1",
        "User:\u00a7CN=kafka,O=kafka",
      ),
      taken("\u00a7CN=orders"),
      taken("orders", all(describing("orders", { adopted: true })), "an adopted application"),
      taken("orders.2", describing("orders", { rotation: 2, adopted: true }), "its second user"),
      taken("orders", describing("orders", { rotation: 2 }), "the password before the newest"),
      taken("orders.12", describing("orders", { rotation: 13, revoked: 11 }), "a late password"),
      {
        title: "there is a user of its own",
        change: setting("aclPrincipal", "User:orders"),
        adds: [newUser("orders"), newQuota({ entityName: "orders" })],
      },
    ],
  });
  takes(accessKnownPrincipals, {
    resource: readRule,
    config: { "access-known-principals": { others: ["User:orders"] } },
    mutants: values("aclPrincipal", "User:orders"),
  });
});

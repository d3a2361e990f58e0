import { isOfCertificate } from "../../lib/access";
import { allNamed, brokerRule, partsOf, said } from "../../lib/broker-files";
import { show } from "../../lib/plain";

const key = "super.users";

const mapping = "ssl.principal.mapping.rules";
// Others would make of some certificate the name of another.
const wholeNames = ["DEFAULT", "RULE:^(.*)$/\u00a7$1/"];

const isRight = (user: string): boolean => user.startsWith("User:") && isOfCertificate(user.slice("User:".length));

export const brokerSuperUsers = brokerRule({
  name: "broker-super-users",
  must: "Only holders of certificates may do everything, each named by the whole name in the certificate.",
  why: "A password can be tried out and passed on; and no access rule holds for such a user, so nothing takes its rights away.",
  fix: `Name in ${key} certificates alone, with a semicolon between: User:\\u00a7CN=kafka,O=kafka. What anybody else needs, give by access rules. Leave ${mapping} out, or write DEFAULT, or RULE:^(.*)$/\\u00a7$1/.`,
  judge: (file) => [
    ...partsOf(file.properties.get(key), ";")
      .filter((user) => !isRight(user))
      .map((user) => `${key} has ${show(user)}`),
    ...allNamed(file, mapping)
      .filter((name) => !wholeNames.includes(file.properties.get(name) ?? ""))
      .map((name) => said(file, name)),
  ],
});

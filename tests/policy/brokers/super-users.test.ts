import { brokerSuperUsers } from "../../../policy/policies/brokers/super-users";
import { catches, takes } from "../mutations";
import { brokerFiles, disguises, lines, reference, text } from "./files";

describe("broker-super-users", () => {
  const key = "super.users";
  const broker = "User:\u00a7CN=kafka,O=kafka";
  const wrong = [
    ...[
      "User:*",
      "*",
      "User:admin",
      "admin",
      "User:",
      "User:\u00a7",
      "User:\u00a7*",
      "User:\u00a7kafka",
      "User:ANONYMOUS",
    ],
    ...["User:CN=kafka,O=kafka", "CN=kafka,O=kafka", "\u00a7CN=kafka,O=kafka", "user:\u00a7CN=kafka,O=kafka"],
    ...["Group:\u00a7CN=kafka,O=kafka", "User:\u00a7CN=", "User:\u00a7cn=kafka", "User:\u00a7 CN=kafka"],
    ...["User:voicecore-producer", reference, "User:\u00a7O=kafka"],
  ];
  catches(brokerSuperUsers, {
    resource: brokerFiles,
    mutants: [
      ...lines(key, ...wrong, ...wrong.map((user) => `${broker};${user}`)),
      ...lines(key, `${broker},User:\u00a7CN=kafka-admin,O=kafka`, `User:admin;${broker}`),
      ...disguises(key, "User:admin"),
      ...lines(
        "ssl.principal.mapping.rules",
        "",
        "RULE:^CN=(.*?),.*$/$1/",
        "RULE:^(.*)$/\u00a7CN=kafka,O=kafka/",
        "default",
      ),
      ...lines("ssl.principal.mapping.rules", "RULE:^(.*)$/$1/", "RULE:^CN=orders$/\u00a7CN=kafka/,DEFAULT", reference),
      ...lines("listener.name.external.ssl.principal.mapping.rules", "RULE:^.*$/\u00a7CN=kafka,O=kafka/"),
      {
        title: "the sign is written as it is, of which Java makes two",
        change: text((before) => before.replaceAll("\\u00a7", "\u00a7")),
      },
      { title: "the sign is another", change: text((before) => before.replaceAll("User:\\u00a7", "User:\\u00a6")) },
    ],
  });
  takes(brokerSuperUsers, {
    resource: brokerFiles,
    mutants: [
      ...lines(key, undefined, "", broker, `${broker};`, ` ${broker} ; User:\u00a7CN=ops,OU=people,O=example `),
      ...lines("ssl.principal.mapping.rules", undefined, "DEFAULT", "RULE:^(.*)$/\u00a7$1/"),
      ...lines("principal.builder.class", "com.example.Builder"),
    ],
  });
});

import { accessScramMechanism } from "../../../policy/policies/access/scram-mechanism";
import { unknown } from "../../components/mocks";
import { catches, takes, unchanged, values } from "../mutations";
import { newUser, user } from "./resources";

describe("access-scram-mechanism", () => {
  const wrong = [
    ...[undefined, null, unknown, "", " ", true, 512, ["SCRAM-SHA-512"], {}, { value: "SCRAM-SHA-512" }],
    ...["SCRAM-SHA-256", "SCRAM-SHA-1", "SCRAM-SHA-384", "SCRAM", "SHA-512", "PLAIN", "OAUTHBEARER", "GSSAPI"],
    ...["scram-sha-512", "SCRAM_SHA_512", "SCRAM-SHA512", "SCRAM-SHA-512 ", "SCRAM-SHA-512,SCRAM-SHA-256"],
  ];
  catches(accessScramMechanism, { resource: user, mutants: values("scramMechanism", ...wrong) });
  takes(accessScramMechanism, {
    resource: user,
    mutants: [
      { title: "there is one more user", change: unchanged, adds: [newUser("orders")] },
      ...values("scramIterations", 4096),
      ...values("username", "orders.2"),
    ],
  });
});

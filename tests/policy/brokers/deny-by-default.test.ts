import { brokerDenyByDefault } from "../../../policy/policies/brokers/deny-by-default";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, notFalse } from "./files";

describe("broker-deny-by-default", () => {
  const key = "allow.everyone.if.no.acl.found";
  catches(brokerDenyByDefault, {
    resource: brokerFiles,
    mutants: [...lines(key, ...notFalse), ...disguises(key, "true")],
  });
  takes(brokerDenyByDefault, {
    resource: brokerFiles,
    mutants: lines(key, undefined, "false", "FALSE", "False", " false "),
  });
  takes(brokerDenyByDefault, { platform: "dedicated", resource: controllerFiles, mutants: lines(key, undefined) });
});

describe("broker-deny-by-default, of controllers", () => {
  catches(brokerDenyByDefault, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: lines("allow.everyone.if.no.acl.found", ...notFalse, "allow", "deny", "all", "*", "User:*"),
  });
});

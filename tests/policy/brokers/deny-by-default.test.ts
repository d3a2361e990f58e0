import { brokerDenyByDefault } from "../../../policy/policies/brokers/deny-by-default";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, reference } from "./files";

describe("broker-deny-by-default", () => {
  const key = "allow.everyone.if.no.acl.found";
  const wrong = ["", "true", "TRUE", "True", "yes", "no", "0", "1", "null", "false,false", reference, "t"];
  catches(brokerDenyByDefault, {
    resource: brokerFiles,
    mutants: [...lines(key, ...wrong), ...disguises(key, "true")],
  });
  takes(brokerDenyByDefault, {
    resource: brokerFiles,
    mutants: lines(key, undefined, "false", "FALSE", "False", " false "),
  });
  takes(brokerDenyByDefault, { platform: "dedicated", resource: controllerFiles, mutants: lines(key, undefined) });
});

describe("broker-deny-by-default, of controllers", () => {
  const wrong = [
    "",
    "true",
    "TRUE",
    "True",
    "yes",
    "no",
    "0",
    "1",
    "null",
    "false,false",
    "t",
    "f",
    "on",
    "off",
    "allow",
  ];
  catches(brokerDenyByDefault, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: lines("allow.everyone.if.no.acl.found", ...wrong, "deny", "all", "*", "User:*", "enabled"),
  });
});

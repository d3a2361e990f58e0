import { brokerHostNameVerification } from "../../../policy/policies/brokers/host-name-verification";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, reference } from "./files";

describe("broker-host-name-verification", () => {
  const key = "ssl.endpoint.identification.algorithm";
  const wrong = ["", "none", "false", "http", "https,", "disabled", "null", "NONE", "ldaps", "true", reference];
  const others = ["listener.name.replication", "listener.name.external", "zookeeper"];
  catches(brokerHostNameVerification, {
    resource: brokerFiles,
    mutants: [
      ...lines(key, ...wrong),
      ...others.flatMap((prefix) => lines(`${prefix}.${key}`, "", "none", "false")),
      ...disguises(key, ""),
    ],
  });
  takes(brokerHostNameVerification, {
    resource: brokerFiles,
    mutants: [...lines(key, undefined, "https", "HTTPS"), ...lines(`listener.name.client.${key}`, "https")],
  });
  takes(brokerHostNameVerification, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: lines(key, undefined),
  });
});

describe("broker-host-name-verification, of controllers", () => {
  const key = "ssl.endpoint.identification.algorithm";
  const wrong = [
    "",
    "none",
    "false",
    "http",
    "disabled",
    "null",
    "NONE",
    "ldaps",
    "true",
    "off",
    "no",
    "0",
    "1",
    "dns",
  ];
  catches(brokerHostNameVerification, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: [...lines(key, ...wrong), ...lines(`listener.name.controller.${key}`, ...wrong)],
  });
});

import { brokerClientAuthentication } from "../../../policy/policies/brokers/client-authentication";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines } from "./files";

describe("broker-client-authentication", () => {
  const key = "ssl.client.auth";
  const wrong = [
    undefined,
    "",
    "none",
    "requested",
    "require",
    "optional",
    "true",
    "false",
    "Required",
    "want",
    "need",
  ];
  const ofOne = ["listener.name.external", "listener.name.replication", "listener.name.controller"];
  catches(brokerClientAuthentication, {
    resource: brokerFiles,
    mutants: [
      ...lines(key, ...wrong),
      ...ofOne.flatMap((prefix) => lines(`${prefix}.${key}`, "none", "requested", "")),
      ...lines(`listener.name.client.${key}`, "optional", ""),
      ...lines("listener.security.protocol.map", "REPLICATION:SSL,CLIENT:SSL,CONTROLLER:SSL,EXTERNAL:SSL"),
      ...disguises(key, "none"),
    ],
  });
  takes(brokerClientAuthentication, {
    resource: brokerFiles,
    mutants: [
      ...lines(`listener.name.client.${key}`, undefined, "none", "requested", "required"),
      ...lines(`listener.name.external.${key}`, "required"),
      // Kafka reads no such name.
      ...lines(`listener.name.EXTERNAL.${key}`, "none"),
    ],
  });
  takes(brokerClientAuthentication, {
    platform: "dedicated",
    resource: brokerFiles,
    mutants: lines(`listener.name.controller.${key}`, "none"),
  });
});

describe("broker-client-authentication, of controllers", () => {
  const key = "ssl.client.auth";
  const wrong = ["none", "requested", "require", "optional", "true", "false", "Required", "want", "need", "", "no"];
  catches(brokerClientAuthentication, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: [...lines(key, undefined, ...wrong), ...lines(`listener.name.controller.${key}`, ...wrong)],
  });
});

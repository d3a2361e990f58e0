import { brokerTlsVersions } from "../../../policy/policies/brokers/tls-versions";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, reference } from "./files";

const key = "ssl.enabled.protocols";
const tooOldOrNone = [
  ...["", ",", "TLSv1", "TLSv1.1", "TLSv1.3,TLSv1.1", "TLSv1.2,TLSv1.1,TLSv1", "SSLv3", "SSL", "TLS", "TLSv1.3,SSLv3"],
  ...["tlsv1.3", "TLS1.3", "1.3", "TLSv1.4", "TLSv1.3;TLSv1.2", "TLSv1.3 TLSv1.2", "all"],
];

describe("broker-tls-versions", () => {
  const wrong = [...tooOldOrNone, reference];
  const others = ["listener.name.client", "listener.name.external", "listener.name.client.scram-sha-512", "zookeeper"];
  catches(brokerTlsVersions, {
    resource: brokerFiles,
    mutants: [
      ...lines(key, undefined, ...wrong),
      ...others.flatMap((prefix) => lines(`${prefix}.${key}`, "TLSv1.1", "TLSv1.3,TLSv1.1", "")),
      ...lines("ssl.protocol", "", "TLSv1.1", "SSL", "SSLv3", "TLSv1"),
      ...lines("listener.name.client.ssl.protocol", "TLSv1"),
      ...disguises(key, "TLSv1.3,TLSv1.1"),
    ],
  });
  takes(brokerTlsVersions, {
    resource: brokerFiles,
    mutants: [
      ...lines(key, "TLSv1.3", "TLSv1.2", "TLSv1.2,TLSv1.3", "TLSv1.3 , TLSv1.2"),
      ...lines(`listener.name.client.${key}`, "TLSv1.3"),
      ...lines("ssl.protocol", undefined, "TLSv1.2", "TLS"),
    ],
  });
});

describe("broker-tls-versions, of controllers and beside ZooKeeper", () => {
  const wrong = [...tooOldOrNone, "*", "default", "none"];
  catches(brokerTlsVersions, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: lines(key, undefined, ...wrong),
  });
  catches(brokerTlsVersions, { platform: "prod", resource: brokerFiles, mutants: lines(`zookeeper.${key}`, ...wrong) });
});

import { brokerDefaultReplicationFactor } from "../../../policy/policies/brokers/default-replication-factor";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, reference } from "./files";

describe("broker-default-replication-factor", () => {
  const wrong = [undefined, "", "0", "1", "2", "4", "5", "-1", "3.0", "2.5", "three", "3,3", "0x3", "true", reference];
  catches(brokerDefaultReplicationFactor, {
    resource: brokerFiles,
    mutants: [...lines("default.replication.factor", ...wrong), ...disguises("default.replication.factor", "1")],
  });
  takes(brokerDefaultReplicationFactor, {
    resource: brokerFiles,
    mutants: [...lines("default.replication.factor", "3", "+3", "03", " 3 "), ...lines("num.partitions", "1")],
  });
});

describe("broker-default-replication-factor, of controllers", () => {
  const wrong = [undefined, "", "0", "1", "2", "4", "5", "-1", "3.0", "2.5", "three", "3,3", "0x3", "true", reference];
  catches(brokerDefaultReplicationFactor, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: [
      ...lines("default.replication.factor", ...wrong),
      ...lines("default.replication.factor", "1000", "-3", "6", "7", "8", "null"),
    ],
  });
});

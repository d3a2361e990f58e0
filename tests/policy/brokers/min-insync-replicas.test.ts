import { brokerMinInsyncReplicas } from "../../../policy/policies/brokers/min-insync-replicas";
import { catches, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, reference } from "./files";

describe("broker-min-insync-replicas", () => {
  const wrong = [undefined, "", "0", "1", "3", "-1", "-2", "2.0", "1.5", "two", "2,2", "all", "false", reference];
  catches(brokerMinInsyncReplicas, {
    resource: brokerFiles,
    mutants: [...lines("min.insync.replicas", ...wrong), ...disguises("min.insync.replicas", "1")],
  });
  takes(brokerMinInsyncReplicas, {
    resource: brokerFiles,
    mutants: [...lines("min.insync.replicas", "2", "+2", "02", " 2 "), ...lines("num.partitions", "1")],
  });
});

describe("broker-min-insync-replicas, of controllers", () => {
  const wrong = [undefined, "", "0", "1", "3", "-1", "-2", "2.0", "1.5", "two", "2,2", "all", "false", reference];
  catches(brokerMinInsyncReplicas, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: [
      ...lines("min.insync.replicas", ...wrong),
      ...lines("min.insync.replicas", "1000", "-3", "6", "7", "8", "null"),
    ],
  });
});

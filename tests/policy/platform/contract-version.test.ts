import { platformContractVersion } from "../../../policy/policies/platform/contract-version";
import { unknown } from "../../components/mocks";
import { catches, resourceOf, takes, values } from "../mutations";

const reference = ["pulumi:pulumi:StackReference", "platform"] as const;
const beside = [
  resourceOf(...reference, {
    name: "kafka/kafka-platform/prod",
    outputs: { contractVersion: 1, clusterId: "x", kafkaVersion: "3.9.2", topics: {} },
  }),
];

describe("platform-contract-version", () => {
  const wrong = [
    ...[0, 2, 3, 10, 11, -1, 0.9, 1.5, 1.000_001, 100, 1e21, "1", "2", "1.0", "v1", "", "one", true, false],
    ...[[], [1], {}, { major: 1 }],
  ];
  catches(platformContractVersion, {
    resource: reference,
    beside,
    mutants: [
      ...values("outputs.contractVersion", ...wrong, undefined, null),
      ...values("outputs", { clusterId: "x", bootstrapServers: {} }, { clusterId: "x", certificateAuthorities: "" }),
    ],
  });
  takes(platformContractVersion, {
    resource: reference,
    beside,
    mutants: [
      // Other stacks say nothing of it, and a preview may not know it.
      ...values("outputs.contractVersion", 1, unknown),
      ...values("outputs", { clusterId: "x" }, { clusterId: "x", kafkaVersion: unknown }),
      ...values("outputs", undefined, null, unknown, {}, [], { version: 2 }),
      ...values("name", undefined, unknown, "kafka/other/dev"),
    ],
  });
});

import { accessScramIterations } from "../../../policy/policies/access/scram-iterations";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";
import { user } from "./resources";

describe("access-scram-iterations", () => {
  const wrong = [
    ...[undefined, null, unknown, 0, 1, -1, -8192, 4095, 4096, 8000, 8191, 8191.5, 8192.5, 16384.5, 16385, 20000],
    ...[32768, 100_000, "8192", "many", "", true, false, [8192], {}, { value: 8192 }],
  ];
  catches(accessScramIterations, { resource: user, mutants: values("scramIterations", ...wrong) });
  takes(accessScramIterations, {
    resource: user,
    mutants: values("scramIterations", 8192, 8193, 10_000, 12_288, 16_383, 16_384),
  });
});

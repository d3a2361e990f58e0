import { security } from "../support/security/suite";
import { testStack } from "../support/test-platform";

security({
  parts: { coordination: "kraft", dedicatedControllers: false, zones: true },
  withStack: async (work) => work(await testStack()),
});

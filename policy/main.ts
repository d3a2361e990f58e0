import { join } from "node:path";
import { readExemptions, rules, startPack } from "./index";

startPack("kafka-platform", { rules, exemptions: readExemptions(join(process.cwd(), "exemptions.json"), rules) });

const { join } = require("node:path");
const { readExemptions, rules, startPack } = require("kafka-platform-policies");

startPack("orders", { rules, exemptions: readExemptions(join(__dirname, "exemptions.json"), rules) });

// The direction in which the parts may know each other:
//
//   index.ts → components/ → lib/        config/ → catalog/ → lib/
//            → config/, catalog/, contract/
//
// contract/ and policy/ stand for themselves; commands/, local/, tests/ and bench/ are outside the program. examples/ are
// programs of others, who have nothing of ours but the packages of the contract and of the policies.
const from = (path, to, comment, options = {}) => ({
  name: `from-${path.replace(/\W+/g, "-").replace(/^-|-$/g, "")}`,
  comment,
  severity: "error",
  from: { path: `^${path}`, ...options.from },
  to: { path: `^(${to.join("|")})`, ...options.to },
});

const parts = [
  "bench/",
  "index\\.ts",
  "catalog/",
  "commands/",
  "components/",
  "config/",
  "contract/",
  "examples/",
  "lib/",
  "local/",
  "policy/",
  "tests/",
];
const others = (...known) => parts.filter((part) => !known.includes(part));

module.exports = {
  forbidden: [
    {
      name: "no-circle",
      comment: "No part can be understood alone",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unknown",
      comment: "It would fail when it runs",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    from("index\\.ts", others("catalog/", "components/", "config/", "contract/"), "It wires; everything else is below"),
    from("components/", others("components/", "lib/"), "A component gets settings and data as its arguments"),
    from("config/", others("config/", "catalog/", "lib/"), "Settings know no resources"),
    from("catalog/", others("catalog/", "lib/"), "The catalog is data"),
    from("contract/", others("contract/"), "Other stacks use it alone"),
    from(
      "examples/",
      [...others("examples/", "contract/", "policy/"), "policy/(?!dist/)"],
      "An application's stack knows the contract and the policies, by their packages",
    ),
    {
      name: "examples-by-package",
      comment: "Elsewhere, the contract is a package",
      severity: "error",
      from: { path: "^examples/" },
      to: { path: "^contract/", dependencyTypesNot: ["aliased"] },
    },
    from("policy/", others("policy/", "contract/"), "Policies judge every stack, not only this one"),
    from("lib/", others("lib/"), "What all may use can use nothing of ours"),
    from("local/", others("local/"), "A machine of one's own is set up without the program"),
    {
      name: "lib-without-resources",
      comment: "lib/ makes no resources and asks no cluster",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "node_modules/(@pulumi/(kafka|kubernetes|random)|@kubernetes|@platformatic)/" },
    },
    {
      name: "data-without-resources",
      comment: "config/ and catalog/ make no resources; config/ reads Pulumi's configuration",
      severity: "error",
      from: { path: "^(config|catalog)/" },
      to: { path: "node_modules/@pulumi/(kafka|kubernetes|random)/" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "require", "default"] },
  },
};

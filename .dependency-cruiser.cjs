// The floor plan. Data runs through the house from the doors to the ledger; imports only go downstairs.
const floors = [
  { name: "0 vocabulary", path: "^agents-schema/" },
  {
    name: "1 pure decisions",
    path: "^(bot/(commands|triggers|gate|views)|runner/(prompt|dbt|sql|profile|lineage|keys|facts|writing))/",
  },
  { name: "2 promises", path: "^(bot|runner)/ports(\\.ts$|/)" },
  { name: "3 flow", path: "^(bot/flow|runner/(run|loop|tools|documentation))/" },
  {
    name: "4 adapters",
    path: "^(bot/(inbound|executors|ledger|queue|web)|runner/(queue|model|sandbox|warehouse|checkout|sql-analysis))/",
  },
  {
    name: "5 roof",
    path: "^(bot/(main|config)\\.ts$|runner/(main|config)\\.ts$|bot/(cli|wiring)/)",
  },
];

/** A vendor's package is the secret of the rooms named; everyone else asks a port. */
const secrets = [
  ["@slack/", "^bot/(inbound|executors)/slack/"],
  ["(probot|@octokit)/", "^bot/(inbound|executors)/github/"],
  ["(bullmq|ioredis)/", "^bot/queue/|^bot/ledger/pglite-pool"],
  ["(pg|@electric-sql)/", "^bot/(ledger|queue)/|^runner/warehouse/"],
  ["@duckdb/", "^runner/warehouse/"],
  ["dockerode/", "^runner/sandbox/"],
  ["@anthropic-ai/", "^runner/model/"],
  ["@polyglot-sql/", "^runner/sql-analysis/"],
];

const rule = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });
const above = (n) =>
  floors
    .slice(n + 1)
    .map((floor) => floor.path)
    .join("|");

/** Libraries that only compute: parsers and matchers. */
const pureLibraries =
  "node_modules/(zod|yaml|js-yaml|picomatch|@types/picomatch|diff|libpg-query|@pgsql|croner)/";

module.exports = {
  forbidden: [
    ...floors
      .slice(0, -1)
      .map((floor, n) =>
        rule(
          `downstairs-only-${n}`,
          `${floor.name} may not import from a floor above it.`,
          { path: floor.path },
          { path: above(n) },
        ),
      ),
    rule(
      "vocabulary-knows-only-parsers",
      "The vocabulary is pure: zod, yaml, picomatch, croner (cron syntax) and itself; node:crypto only hashes.",
      { path: floors[0].path, pathNot: "^agents-schema/write-json-schema\\.ts$" },
      {
        pathNot: [
          floors[0].path,
          "node_modules/(zod|yaml|picomatch|@types/picomatch|croner)/",
          "^(node:)?crypto$",
        ],
      },
    ),
    rule(
      "no-world-below-the-adapters",
      "Decisions, promises and flow reach the world through ports; libraries that only compute are allowed.",
      {
        path: floors
          .slice(1, 4)
          .map((floor) => floor.path)
          .join("|"),
      },
      {
        dependencyTypes: ["core", "npm", "npm-dev", "npm-optional"],
        pathNot: [pureLibraries, "^(node:)?crypto$"],
      },
    ),
    rule(
      "bot-and-runner-are-strangers",
      "They meet in agents-schema, on the queue and in the ledger; only the roof knows both.",
      { path: "^(bot|runner)/", pathNot: floors[5].path },
      { path: "^(bot|runner)/", pathNot: "^$1/" },
    ),
    rule(
      "adapters-are-strangers",
      "An adapter knows its port, not its neighbour.",
      {
        path: "^(bot/(?:inbound|executors)/[^/]+|bot/(?:ledger|queue|web)|runner/(?:queue|model|sandbox|warehouse|checkout|sql-analysis))/",
      },
      { path: floors[4].path, pathNot: "^$1/" },
    ),
    rule(
      "pure-rooms-are-strangers",
      "Two kinds of decision share words, not code.",
      { path: "^bot/(commands|triggers|gate|views)/" },
      { path: "^bot/(commands|triggers|gate|views)/", pathNot: "^bot/$1/" },
    ),
    ...secrets.map(([pkg, room]) =>
      rule(
        `secret-of-${room.replace(/[^a-z|]+/g, "-")}`,
        `${pkg} belongs behind a port.`,
        { path: "^(agents-schema|bot|runner)/", pathNot: [room] },
        { path: `node_modules/${pkg}` },
      ),
    ),
    rule(
      "nobody-imports-test",
      "Production code does not know that it is tested; only the demo plays against the stand-ins.",
      { pathNot: "^(test|examples/demo)/" },
      { path: "^test/" },
    ),
    rule("no-circles", "A circle has no floor.", {}, { circular: true }),
    rule(
      "every-file-has-a-floor",
      "A new room must be put on the plan first.",
      { path: "^(agents-schema|bot|runner)/", pathNot: floors.map((floor) => floor.path) },
      {},
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};

// `npm run test:slow NAME` runs a part of the tests that `npm test` leaves out. Without a name, it lists the parts.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { makeReady } from "./ready.mjs";

/**
 * What each part tests, and what it needs beside Node.js. A part runs by `tests/NAME/mocharc.json`, or it runs files of another
 * part for longer. Then `variables` says how much longer, unless the environment says otherwise.
 */
export const parts = {
  engine: {
    what: "whatever else the real engine deploys into the sandbox: kills, random changes, every example, attempts, the states of earlier releases",
  },
  judge: {
    what: "evaluator and proofs against a judge in Python, which shares no code with them; needs Python 3.11 and Debian's package cadical",
  },
  bench: { what: "each part of npm run bench once, at its smallest size" },
  cluster: {
    what: "the examples on Kubernetes's own API server and controllers, by Pulumi's own provider too, all of which it builds once; RBAC, ways to read by kubectl, and the printed ClusterRole; needs Go, Python 3.10 or later, 5 GB of memory and the network",
  },
  clients: {
    what: "the sandbox through the real AWS CLI and kubectl, which it installs for itself, and ways to read by changes, replayed; needs Python 3.10 or later",
  },
  moto: {
    what: "Moto's own tests against the sandbox; the list says why some do not pass; needs Python 3.10 or later and the network",
  },
  backends: {
    what: "several processes at once, on a PostgreSQL of its own; needs Debian's package postgresql",
  },
  package: {
    what: "the packed packages, installed beside the lowest and the newest versions of Pulumi's; needs the network",
  },
  languages: {
    what: "the components in YAML, Go and Python; needs Go, Python 3.10 or later and the network",
  },
  release: {
    what: "what the release workflow runs: packages, plugin archives, bills of materials, SDKs; needs Go, Python 3 and the network",
  },
  guides: {
    what: "the commands of the guides in the sandbox, each in one shell; GUIDE=revoke chooses one",
  },
  browser: { what: "the report's page and the site in Debian's Chromium, or in CHROMIUM_PATH" },
  weather: { what: "every example of landing zones in ten weathers of the sandbox; takes hours" },
  faults: {
    what: "each call of a landing zone's life answered once with a fault, each process killed, disks full; 90 minutes of each; needs Debian's package strace",
  },
  fuzz: {
    what: "20,000 random requests, none of which may cause a fault in the sandbox; FUZZ_SEED chooses others",
    files: ["tests/sandbox/fuzz/fuzz.test.ts"],
    variables: { FUZZ_REQUESTS: "20000" },
  },
  killed: {
    what: "up, killed at twenty random moments, at AWS's own pace",
    files: ["tests/engine/killed.test.ts"],
    variables: { KILL_SEEDS: "1-20", EKS_POD_SECRETS_SANDBOX_PACE: "1" },
  },
  adopted: {
    what: "20 random deployments that others made, adopted while their pods read; ADOPT_SEEDS chooses others",
    files: ["tests/engine/adopt/random-deployments.test.ts"],
    variables: { ADOPT_SEEDS: "1-20" },
  },
  permissions: {
    what: "every example by roles with exactly the printed rights, and without each of their actions",
    files: [
      "tests/engine/deploy-permissions.test.ts",
      "tests/engine/examples-first-half.test.ts",
      "tests/engine/examples-second-half.test.ts",
    ],
    variables: { REMOVED_ACTIONS: "all", EXAMPLES: "all" },
  },
  model: {
    what: "the model of a change: every two attributes at once, and a stop after every step",
    files: ["tests/cli/stacks/change-steps/pairs.test.ts"],
    variables: { CHANGE_PAIRS: "all" },
  },
  changes: {
    what: "150 pairs and 30 triples of random changes, each killed once while pods start; CHANGE_SEED=31 goes on; takes 90 minutes",
    files: ["tests/engine/changes/changes.test.ts"],
    variables: { CHANGE_RUNS: "30", CHANGE_SEED: "1", CHANGE_STEPS: "6" },
  },
  teams: {
    what: "40 pairs of teams that deploy and destroy by turns; takes hours",
    files: ["tests/engine/changes/two-teams.test.ts"],
    variables: { CHANGE_RUNS: "40", CHANGE_STEPS: "8" },
  },
};

function runPart(name, args) {
  makeReady();
  const { files, variables } = parts[name];
  const mocha = files
    ? ["run", "-s", "test:file", "--", ...files]
    : ["exec", "--", "mocha", "--config", `tests/${name}/mocharc.json`];
  const env = { ...variables, ...process.env };
  const { error, status } = spawnSync("npm", [...mocha, ...args], { env, stdio: "inherit" });
  if (error) throw error;
  process.exitCode = status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = "", ...args] = process.argv.slice(2);
  if (Object.hasOwn(parts, name)) {
    runPart(name, args);
  } else {
    const list = Object.entries(parts).map(([one, { what }]) => `  ${one.padEnd(12)} ${what}\n`);
    console.error(`${name ? `there is no part ${name}` : "name a part"}:\n\n${list.join("")}`);
    process.exitCode = 2;
  }
}

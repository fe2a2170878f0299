// Installs and builds what is missing or stale. It runs before anything is installed, so it uses only Node.js itself.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const checkout = join(dirname(fileURLToPath(import.meta.url)), "..");
/** A build writes this file last. */
const buildStamp = join(checkout, "bin", "built");

/** Makes the checkout ready to run. If that fails, it ends the process with one line. */
export function makeReady() {
  requireNode();
  if (!isInstalled()) {
    // The last step of the installation is the build.
    run("installing dependencies", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  }
  if (!isBuilt()) run("building", ["run", "-s", "build"]);
}

function requireNode() {
  const { engines } = readJson("package.json");
  const [major, minor] = engines.node.match(/\d+/g).map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  fail(`this is Node ${process.versions.node}: install Node ${engines.node}`);
}

/** Compares what npm says it installed with the lock file, to notice a changed lock file. */
function isInstalled() {
  if (!existsSync(join(checkout, "node_modules", ".package-lock.json"))) return false;
  const installed = readJson("node_modules", ".package-lock.json").packages;
  return Object.entries(readJson("package-lock.json").packages)
    .filter(([path, { optional }]) => path !== "" && !optional)
    .every(([path, { integrity }]) => installed[path]?.integrity === integrity);
}

/** Whether there is a build that is newer than all of its sources. */
export function isBuilt() {
  if (!existsSync(buildStamp)) return false;
  const built = statSync(buildStamp).mtimeMs;
  const inputs = [
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.package.json",
    "package.json",
    join("scripts", "bundle.mjs"),
    join("scripts", "bundle-data.mjs"),
    join("scripts", "bundle-plugin.mjs"),
    join("scripts", "packages.mjs"),
  ];
  for (const folder of [
    "attempts",
    "bench",
    "cli",
    "policy-pack",
    "proof",
    "sandbox",
    "sdk",
    "stacks",
  ]) {
    const files = readdirSync(join(checkout, folder), { recursive: true });
    inputs.push(...files.map((file) => join(folder, file)));
  }
  return inputs.every((input) => statSync(join(checkout, input)).mtimeMs <= built);
}

function run(what, args) {
  const started = Date.now();
  console.log(`${what}: npm ${args.join(" ")}`);
  const { status, error } = spawnSync("npm", args, { cwd: checkout, stdio: "inherit" });
  if (error || status !== 0) fail(`${what} failed${error ? `: ${error.message}` : ""}`);
  console.log(`${what}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function readJson(...path) {
  return JSON.parse(readFileSync(join(checkout, ...path), "utf8"));
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) makeReady();

// `node scripts/release/check.mjs v0.1.0`: may this checkout be released under this tag? Ends with every reason why not.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout, readManifest } from "../packages.mjs";

const [tag = ""] = process.argv.slice(2);
const { repository, version } = readManifest("package.json");
const changes = readFileSync(join(checkout, "CHANGELOG.md"), "utf8");
const recorded = join("tests", "engine", "releases", version);
const reasons = [
  ...(tag === `v${version}` ? [] : [`the tag is "${tag}", and package.json says ${version}`]),
  ...(repository ? [] : ["package.json has no repository: CONTRIBUTING.md says what it decides"]),
  ...(changes.includes(`\n## ${version}\n`) ? [] : [`CHANGELOG.md has no section ${version}`]),
  ...(changes.includes("\n## Unreleased\n") ? ["CHANGELOG.md has unreleased changes"] : []),
  ...(existsSync(join(checkout, recorded)) ? [] : [`${recorded} has no states of this release`]),
];
for (const reason of reasons) console.error(`error: ${reason}`);
process.exitCode = reasons.length > 0 ? 1 : 0;

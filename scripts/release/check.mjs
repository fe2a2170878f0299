// `node scripts/release/check.mjs v0.1.0` checks whether this checkout may be released under the tag. If not, it prints every reason.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkout, packages, readManifest } from "../packages.mjs";

const [tag = ""] = process.argv.slice(2);
const { repository, version } = readManifest("package.json");
const changelogs = packages.flatMap(({ manifest }) => {
  const file = join(dirname(manifest), "CHANGELOG.md");
  const changes = readFileSync(join(checkout, file), "utf8");
  return [
    ...(changes.includes(`\n## ${version}\n`) ? [] : [`${file} has no section ${version}`]),
    ...(changes.includes("\n## Unreleased\n") ? [`${file} has unreleased changes`] : []),
  ];
});
const recorded = join("tests", "engine", "releases", version);
const reasons = [
  ...(tag === `v${version}` ? [] : [`the tag is "${tag}", and package.json says ${version}`]),
  ...(repository ? [] : ["package.json has no repository: CONTRIBUTING.md says what it decides"]),
  ...changelogs,
  ...(existsSync(join(checkout, recorded)) ? [] : [`${recorded} has no states of this release`]),
];
for (const reason of reasons) console.error(`error: ${reason}`);
process.exitCode = reasons.length > 0 ? 1 : 0;

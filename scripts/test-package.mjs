// `npm test -w PACKAGE` and `npm run test:sdk` run the tests of one package, in the way that `npm test` runs all tests.
import { spawnSync } from "node:child_process";
import { checkout, readManifest } from "./packages.mjs";
import { makeReady } from "./ready.mjs";

makeReady();
const { ignore: _, spec: _all, ...settings } = readManifest(".mocharc.json");
const options = Object.entries(settings).flatMap(([name, value]) =>
  [value].flat().map((one) => `--${name}=${one}`),
);
const files = process.argv.slice(2).map((folder) => `tests/${folder}/**/*.test.ts`);
const { error, status } = spawnSync("npx", ["mocha", "--no-config", ...options, ...files], {
  cwd: checkout,
  stdio: "inherit",
});
if (error) throw error;
process.exitCode = status ?? 1;

import { chmodSync, cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { checkout, readManifest } from "./packages.mjs";

const { engines, name } = readManifest("package.json");
const [, lowest] = engines.node.match(/(\d+\.\d+)/);
const needs = `error: ${name} needs Node.js ${lowest} or later on the PATH`;

/** What a release's archives hold. Paths in the checkout. */
export const plugin = {
  name: `pulumi-resource-${name}`,
  folder: "bin/plugin",
  licences: "bin/plugin/LICENSES.txt",
};

/** A script of the shell that hands itself to Node.js, which takes these lines for strings and comments. */
const HEAD = `#!/bin/sh
":" //; command -v node >/dev/null || { echo "${needs}: there is none" >&2; exit 1; }
":" //; exec node "$0" "$@"
{
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [lowestMajor, lowestMinor] = [${lowest.replace(".", ", ")}];
  if (major < lowestMajor || (major === lowestMajor && minor < lowestMinor)) {
    console.error("${needs}: this is " + process.versions.node + ", " + process.execPath);
    process.exit(1);
  }
}`;

/** Windows starts no script of the shell: Pulumi looks for this file there. */
const WINDOWS = `@echo off
where /q node
if errorlevel 1 (
  echo ${needs}: there is none 1>&2
  exit /b 1
)
node "%~dp0${plugin.name}" %*
`.replaceAll("\n", "\r\n");

/** What turns functions into text, with the packages that they use: for dynamic providers, which no component has. */
const LEFT_OUT = /^typescript$|\/codePaths$/;

const leaveOut = {
  name: "leave out",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: LEFT_OUT }, ({ path }) => ({ path, namespace: "left-out" }));
    onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "module.exports = {}" }));
  },
};

/**
 * The plugin for programs of other languages: a folder with one executable that needs nothing but Node.js. Pulumi installs
 * nothing for it, as it does for a folder with a PulumiPlugin.yaml. Returns the files that are in it.
 */
export async function bundlePlugin(options) {
  const folder = join(checkout, plugin.folder);
  const executable = join(folder, plugin.name);
  const { metafile } = await build({
    ...options,
    entryPoints: ["sdk/plugin/main.ts"],
    outfile: executable,
    banner: { js: HEAD },
    plugins: [leaveOut],
    // So that an older Node.js reads far enough to say that it is too old.
    target: "node14.18",
  });
  chmodSync(executable, 0o755);
  writeFileSync(`${executable}.cmd`, WINDOWS);
  cpSync(join(checkout, "LICENSE"), join(folder, "LICENSE"));
  return Object.keys(metafile.inputs);
}

import { chmodSync, cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { checkout, readManifest } from "./packages.mjs";

const { engines, name } = readManifest("package.json");
const [, lowest] = engines.node.match(/(\d+\.\d+)/);
const needs = `error: ${name} needs Node.js ${lowest} or later on the PATH`;

/** Where the build puts the plugin that a release's archives hold. Paths in the checkout. */
export const plugin = {
  name: `pulumi-resource-${name}`,
  folder: "bin/plugin",
  licences: "bin/plugin/LICENSES.txt",
};

/** A shell script that starts Node.js with this same file. Node.js takes these lines for strings and comments. */
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

/** Windows runs no shell scripts, so Pulumi looks for this file there. */
const WINDOWS = `@echo off
where /q node
if errorlevel 1 (
  echo ${needs}: there is none 1>&2
  exit /b 1
)
node "%~dp0${plugin.name}" %*
`.replaceAll("\n", "\r\n");

/** Modules that turn functions into text for dynamic providers. No component has one, so the bundle leaves these modules out. */
const LEFT_OUT = /^typescript$|\/codePaths$/;

const leaveOut = {
  name: "leave out",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: LEFT_OUT }, ({ path }) => ({ path, namespace: "left-out" }));
    onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "module.exports = {}" }));
  },
};

/**
 * Makes the plugin for programs in other languages: a folder with one executable that needs only Node.js. The folder has no
 * PulumiPlugin.yaml, so Pulumi installs nothing for it. Returns the files that the executable was made from.
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
    // An older Node.js must be able to parse the file far enough to say that it is too old.
    target: "node14.18",
  });
  chmodSync(executable, 0o755);
  writeFileSync(`${executable}.cmd`, WINDOWS);
  cpSync(join(checkout, "LICENSE"), join(folder, "LICENSE"));
  return Object.keys(metafile.inputs);
}

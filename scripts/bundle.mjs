// Puts each program that is started often into one file, with the libraries that it needs at every start: to find and load
// hundreds of modules takes longer than most of what the programs do.
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const checkout = join(dirname(fileURLToPath(import.meta.url)), "..");

/** What stays outside: Pulumi must be the one that the engine talks to, the SDK is seldom used. */
const EXTERNAL = ["@aws-sdk/*", "@pulumi/*", "@smithy/*"];

const { metafile } = await build({
  absWorkingDir: checkout,
  entryPoints: ["cli/main.ts", "stacks/index.ts"],
  outbase: ".",
  outdir: "bin",
  bundle: true,
  external: EXTERNAL,
  // Its CommonJS form finds its parts in a way that no bundler follows.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  platform: "node",
  format: "cjs",
  target: "node20.19",
  // Libraries outside are CommonJS, which Node.js loads sooner when it is asked for it as such.
  supported: { "dynamic-import": false },
  metafile: true,
  logLevel: "warning",
});
// npx makes a command executable when it first links it, and never again: a build after that has to.
chmodSync(join(checkout, "bin", "cli", "main.js"), 0o755);
writeFileSync(join(checkout, "bin", "LICENSES.txt"), licences(Object.keys(metafile.inputs)));

/** The licences of the packages that these files are of, as each asks that a copy carry them. */
function licences(files) {
  const packages = files.flatMap((file) => file.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
  return [...new Set(packages)]
    .sort()
    .map((directory) => {
      const { name, version } = JSON.parse(readFileSync(join(checkout, directory, "package.json")));
      return `${name} ${version}\n\n${licenceIn(join(checkout, directory))}`;
    })
    .join("\n\n----\n\n");
}

function licenceIn(directory) {
  const file = readdirSync(directory).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${directory} has no licence to copy`);
  return readFileSync(join(directory, file), "utf8").trim();
}

// Puts each published program into one file, with the libraries that its package does not depend on. To find and load hundreds
// of modules takes longer than most of what the programs do. And who installs a package then installs less.
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { readData } from "./bundle-data.mjs";
import { bundlePlugin, plugin } from "./bundle-plugin.mjs";
import { checkout, packages, readManifest, tools } from "./packages.mjs";

const node = {
  absWorkingDir: checkout,
  bundle: true,
  // The packages' own configurations lead to declarations alone, because they keep the borders between packages.
  tsconfig: "tsconfig.json",
  // No bundler can follow how the CommonJS form of this library finds its parts.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  platform: "node",
  format: "cjs",
  target: "node20.19",
  // The libraries outside the bundle are CommonJS. Node.js loads them faster with `require` than with `import()`.
  supported: { "dynamic-import": false },
  metafile: true,
  plugins: [readData],
  logLevel: "warning",
};

async function bundle({ manifest, entries, late = [], licences }) {
  const { dependencies = {}, peerDependencies = {} } = readManifest(manifest);
  const external = Object.keys({ ...dependencies, ...peerDependencies }).flatMap((name) => [
    name,
    `${name}/*`,
  ]);
  const inject = ["stacks/lazy-libraries.ts"];
  const built = await Promise.all([
    bundleEach(entries, { external }),
    ...late.map((entry) => bundleEach([entry], { external, inject })),
  ]);
  const texts = licencesOf(built.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
  if (licences === undefined ? texts.length > 0 : texts.length === 0) {
    throw new Error(`${manifest} carries ${texts.length} libraries: packages.mjs says otherwise`);
  }
  if (licences) writeLicences(licences, texts);
}

/** Puts each of these programs into a file of its own. */
function bundleEach(entryPoints, options) {
  return build({ ...node, ...options, entryPoints, outbase: ".", outdir: "bin" });
}

function writeLicences(path, texts) {
  writeFileSync(join(checkout, path), texts.join("\n\n----\n\n"));
}

/** The licences of the packages that these files belong to. Each licence asks that copies carry it. */
function licencesOf(files) {
  const directories = files.flatMap(
    (file) => file.match(/.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? [],
  );
  return [...new Set(directories)].sort().map((directory) => {
    const { name, version } = readManifest(join(directory, "package.json"));
    return `${name} ${version}\n\n${licenceIn(join(checkout, directory))}`;
  });
}

function licenceIn(directory) {
  const file = readdirSync(directory).find((name) => /^licen[cs]e/i.test(name));
  const text = file === undefined ? "" : readFileSync(join(directory, file), "utf8").trim();
  if (text === "") throw new Error(`${directory} has no licence to copy`);
  return text;
}

const [files] = await Promise.all([
  bundlePlugin(node),
  ...packages.map(bundle),
  bundleEach(tools, { packages: "external", external: ["@pulumi/pulumi/package.json"] }),
]);
writeLicences(plugin.licences, licencesOf(files));
// npx makes a command executable only when it links it for the first time, so every later build must do it again.
for (const command of ["forward.js", "main.js"]) {
  chmodSync(join(checkout, "bin", "cli", command), 0o755);
}
// `ready.mjs` builds again if a source is newer than this file.
writeFileSync(join(checkout, "bin", "built"), "");

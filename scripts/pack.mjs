// `npm run packages` builds, and packs each published package as a tarball in bin/packages.
//
// A package holds its manifest and the manifest's `files`, by their paths in the checkout. From the checkout's own manifest it
// takes only what concerns users. It leaves out development dependencies, and `main`, which is the plugin of a checkout.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { checkout, packages, readManifest } from "./packages.mjs";

const output = join(checkout, "bin", "packages");

function publishedManifest({ manifest, bin }) {
  const {
    devDependencies,
    main: _plugin,
    overrides,
    private: _,
    workspaces,
    ...library
  } = readManifest("package.json");
  const { author, engines, license, repository, version } = library;
  const { scripts: _tests, ...own } =
    manifest === "package.json" ? library : readManifest(manifest);
  const common = { version, license, author, repository, type: "commonjs", engines };
  return { ...own, bin: own.bin ?? bin, ...common };
}

/** Copies all files that a manifest's `files` can match. Then npm chooses among them by the patterns. */
function copyFiles(files, directory) {
  const paths = files
    .filter((file) => !file.startsWith("!"))
    .map((file) => file.replace(/\/[^/]*\*.*$/, ""));
  for (const path of [...paths, "LICENSE"]) {
    const from = join(checkout, path);
    if (!existsSync(from)) throw new Error(`${path} is to be packed, and is missing`);
    cpSync(from, join(directory, path), { recursive: true });
  }
}

/** Makes declarations find those of `iam-proof` in the package itself, because its users have no other copy. */
function referBeside(directory) {
  const files = readdirSync(directory, { recursive: true }).filter((file) =>
    file.endsWith(".d.ts"),
  );
  for (const file of files) {
    const path = join(directory, file);
    const text = readFileSync(path, "utf8");
    const beside = relative(dirname(path), join(directory, "bin", "proof"));
    const refers = text.replace(/"iam-proof(\/[\w/-]+)?"/g, `"${beside}$1/index"`);
    if (refers !== text) writeFileSync(path, refers);
  }
}

/** Keeps only the declarations that the package's entries need. Throws if one of them is missing. */
function leaveNeeded(directory, { exports = {} }) {
  const entries = Object.values(exports).flatMap(({ types }) => types ?? []);
  const needed = new Set(entries.map((entry) => join(directory, entry)));
  for (const file of needed) {
    for (const [, path] of readFileSync(file, "utf8").matchAll(/(?:from |import\()"(\.[^"]+)"/g)) {
      const named = join(dirname(file), path);
      const found = [`${named}.d.ts`, join(named, "index.d.ts")].find((one) => existsSync(one));
      if (!found) throw new Error(`${file} needs ${path}, which is not packed`);
      needed.add(found);
    }
  }
  for (const name of readdirSync(directory, { recursive: true })) {
    const file = join(directory, name);
    if (file.endsWith(".d.ts") && !needed.has(file)) rmSync(file);
  }
}

function pack(published) {
  const described = publishedManifest(published);
  const directory = join(output, described.name);
  mkdirSync(directory, { recursive: true });
  copyFiles(
    described.files.filter((file) => !published.beside?.includes(file)),
    directory,
  );
  referBeside(directory);
  leaveNeeded(directory, described);
  for (const file of published.beside ?? []) {
    cpSync(join(checkout, dirname(published.manifest), file), join(directory, file));
  }
  const readme = readFileSync(join(checkout, published.readme), "utf8");
  writeFileSync(join(directory, "README.md"), readme.replaceAll("](../", "]("));
  writeFileSync(join(directory, "package.json"), `${JSON.stringify(described, null, 2)}\n`);
  const packed = execFileSync("npm", ["pack", "--json", "--pack-destination", output], {
    cwd: directory,
    encoding: "utf8",
  });
  const [{ filename, unpackedSize, integrity }] = JSON.parse(packed);
  console.log(
    `${join("bin", "packages", filename)} ${(unpackedSize / 1e6).toFixed(1)} MB ${integrity}`,
  );
}

rmSync(join(checkout, "bin"), { recursive: true, force: true });
execFileSync("npm", ["run", "-s", "build"], { cwd: checkout, stdio: "inherit" });
packages.forEach(pack);

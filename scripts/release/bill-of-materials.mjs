// `node scripts/release/bill-of-materials.mjs` writes a CycloneDX bill beside each tarball in bin/packages. The bill lists what npm
// installs with the package, and the libraries in its bundled files. The plugin's bill lists only bundled libraries.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plugin } from "../bundle-plugin.mjs";
import { checkout, packages, readManifest } from "../packages.mjs";

const output = join(checkout, "bin", "packages");

for (const { manifest, licences } of packages) {
  const { name } = readManifest(manifest);
  const packed = JSON.parse(readFileSync(join(output, name, "package.json"), "utf8"));
  const dependencies = { ...packed.dependencies, ...(licences && carried(licences)) };
  write(billOf({ ...packed, dependencies }), packed);
}

const { license, version } = readManifest("package.json");
const dependencies = carried(plugin.licences);
const described = { name: plugin.name, version, license, dependencies };
// The bundled libraries are all named here. npm would add others that the bundler has left out.
const { dependencies: _, ...bill } = billOf(described);
const components = bill.components.filter(({ "bom-ref": reference }) =>
  Object.entries(dependencies).some(([name, version]) => reference === `${name}@${version}`),
);
write({ ...bill, components }, described);

function billOf(manifest) {
  const directory = mkdtempSync(join(tmpdir(), "bill-"));
  try {
    writeFileSync(join(directory, "package.json"), JSON.stringify(manifest));
    npm(directory, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund");
    return JSON.parse(npm(directory, "sbom", "--package-lock-only", "--sbom-format", "cyclonedx"));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function write(bill, { name, version }) {
  const file = `${name.replace("@", "").replace("/", "-")}-${version}.cdx.json`;
  writeFileSync(join(output, file), JSON.stringify(bill, null, 2));
  console.log(`bin/packages/${file}: ${bill.components.length} components`);
}

/** Reads the names and versions of the libraries in a package's bundled files from the file of their licences. */
function carried(licences) {
  const headings = readFileSync(join(checkout, licences), "utf8")
    .split("\n\n----\n\n")
    .map((text) => text.split("\n")[0].split(" "));
  return Object.fromEntries(headings);
}

function npm(cwd, ...args) {
  return execFileSync("npm", [...args, "--loglevel=error"], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
}

// `node scripts/release/bill-of-materials.mjs`: writes beside each tarball in bin/packages what its users get, as CycloneDX. That is
// what npm installs with the package, and the libraries that the build has put into its files.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout, packages, readManifest } from "../packages.mjs";

const output = join(checkout, "bin", "packages");

for (const { manifest, licences } of packages) {
  const { name } = readManifest(manifest);
  const packed = JSON.parse(readFileSync(join(output, name, "package.json"), "utf8"));
  const directory = mkdtempSync(join(tmpdir(), "bill-"));
  try {
    const dependencies = { ...packed.dependencies, ...(licences && carried(licences)) };
    writeFileSync(join(directory, "package.json"), JSON.stringify({ ...packed, dependencies }));
    npm(directory, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund");
    const bill = npm(directory, "sbom", "--package-lock-only", "--sbom-format", "cyclonedx");
    const file = `${name.replace("@", "").replace("/", "-")}-${packed.version}.cdx.json`;
    writeFileSync(join(output, file), bill);
    console.log(`bin/packages/${file}: ${JSON.parse(bill).components.length} components`);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Versions of the libraries in a package's own files, by their names, as the file of their licences has them. */
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

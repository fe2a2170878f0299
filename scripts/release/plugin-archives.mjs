// `node scripts/release/plugin-archives.mjs`: writes into bin/packages what `pulumi plugin install resource eks-pod-secrets` fetches.
// The plugin runs on Node.js, so each archive has the same content: that of the components' package.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout, readManifest } from "../packages.mjs";
import { archiveOf } from "./archive.mjs";
import { run } from "./run.mjs";

const PLATFORMS = ["darwin-amd64", "darwin-arm64", "linux-amd64", "linux-arm64", "windows-amd64"];

const output = join(checkout, "bin", "packages");
const { name, version } = readManifest("package.json");
const directory = mkdtempSync(join(tmpdir(), "plugin-"));
try {
  run("tar", ["-xzf", join(output, `${name}-${version}.tgz`), "-C", directory]);
  const archive = archiveOf(join(directory, "package"));
  for (const platform of PLATFORMS) {
    writeFileSync(join(output, `pulumi-resource-${name}-v${version}-${platform}.tar.gz`), archive);
  }
} finally {
  rmSync(directory, { recursive: true });
}

// `node scripts/release/plugin-archives.mjs` writes the archives that `pulumi plugin install resource eks-pod-secrets` fetches,
// into bin/packages. The plugin runs on Node.js, so the archives of all platforms have the same content.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plugin } from "../bundle-plugin.mjs";
import { checkout, readManifest } from "../packages.mjs";
import { archiveOf } from "./run.mjs";

const PLATFORMS = ["darwin-amd64", "darwin-arm64", "linux-amd64", "linux-arm64", "windows-amd64"];

const output = join(checkout, "bin", "packages");
const { version } = readManifest("package.json");
const archive = archiveOf(join(checkout, plugin.folder));
mkdirSync(output, { recursive: true });
for (const platform of PLATFORMS) {
  writeFileSync(join(output, `${plugin.name}-v${version}-${platform}.tar.gz`), archive);
}

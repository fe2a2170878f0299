// `node scripts/release/plugin-archives.mjs`: writes into bin/packages what `pulumi plugin install resource eks-pod-secrets` fetches.
// The plugin runs on Node.js, so each archive has the same content: that of the components' package.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { checkout, readManifest } from "../packages.mjs";

const PLATFORMS = ["darwin-amd64", "darwin-arm64", "linux-amd64", "linux-arm64", "windows-amd64"];

/** What makes an archive the same whenever and by whomever it is made. */
const SAME = [
  "--sort=name",
  "--mtime=@0",
  "--owner=0",
  "--group=0",
  "--numeric-owner",
  "--format=ustar",
];

const output = join(checkout, "bin", "packages");
const { name, version } = readManifest("package.json");
const directory = mkdtempSync(join(tmpdir(), "plugin-"));
try {
  execFileSync("tar", ["-xzf", join(output, `${name}-${version}.tgz`), "-C", directory]);
  const tar = execFileSync("tar", [...SAME, "-C", join(directory, "package"), "-cf", "-", "."], {
    maxBuffer: 2 ** 28,
  });
  const archiveOf = (platform) =>
    join(output, `pulumi-resource-${name}-v${version}-${platform}.tar.gz`);
  const [first, ...others] = PLATFORMS.map(archiveOf);
  writeFileSync(first, gzipSync(tar, { level: 9 }));
  for (const archive of others) copyFileSync(first, archive);
} finally {
  rmSync(directory, { recursive: true });
}

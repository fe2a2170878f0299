import { gzipSync } from "node:zlib";
import { run } from "./run.mjs";

/** What makes an archive the same whenever and by whomever it is made. */
const SAME = [
  "--sort=name",
  "--mtime=@0",
  "--owner=0",
  "--group=0",
  "--numeric-owner",
  "--mode=u=rwX,go=rX",
  "--format=ustar",
];

/** A `tar.gz` of what a directory holds, below `prefix`. Equal files give equal bytes. */
export function archiveOf(directory, prefix = ".") {
  const rename = `--transform=s,^\\.,${prefix},`;
  const args = [...SAME, rename, "-C", directory, "-cf", "-", "."];
  return gzipSync(run("tar", args, { encoding: "buffer" }), { level: 9 });
}

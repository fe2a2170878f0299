import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";

/** Runs a command and returns what it printed. If it fails or is not installed, throws an error with the command and its output. */
export function run(command, args, options = {}) {
  const { error, status, stderr, stdout } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    ...options,
  });
  if (error?.code === "ENOENT") throw new Error(`${command} is not installed`);
  if (error) throw error;
  if (status !== 0) {
    const line = [command, ...args].join(" ");
    throw new Error(`${line} ended with ${status}:\n${stdout}${stderr}`);
  }
  return stdout;
}

/** Options that make archives equal, whoever makes them and whenever. */
const SAME = [
  "--sort=name",
  "--mtime=@0",
  "--owner=0",
  "--group=0",
  "--numeric-owner",
  "--mode=u=rwX,go=rX",
  "--format=ustar",
];

/** Packs a directory as `tar.gz`, below `prefix`. Equal files give equal bytes. */
export function archiveOf(directory, prefix = ".") {
  const rename = `--transform=s,^\\.,${prefix},`;
  const args = [...SAME, rename, "-C", directory, "-cf", "-", "."];
  return gzipSync(run("tar", args, { encoding: "buffer" }), { level: 9 });
}

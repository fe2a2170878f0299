import { spawnSync } from "node:child_process";

/** Runs a command to its end and returns what it printed. Ends with the command, and what it said, where it fails or is not installed. */
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

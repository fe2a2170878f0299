import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { withLock } from "../sandbox/instance/lock";

const run = promisify(execFile);

/**
 * Returns the directory with the executables of a Python virtual environment. It is made once for each state of its `requirements`,
 * in the engine's cache. `name` of the content is for its directory.
 */
export async function pythonEnvironment(name: string, requirements: string): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const parent = join(cache, "eks-pod-secrets", name);
  const version = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const environment = join(parent, version.slice(0, 12));
  const whole = join(environment, "whole");
  mkdirSync(parent, { recursive: true });
  await withLock(`${environment}.lock`, async () => {
    if (existsSync(whole)) return;
    console.log(`installing ${name}, once`);
    rmSync(environment, { recursive: true, force: true });
    await install(name, "python3", ["-m", "venv", environment]);
    await install(name, join(environment, "bin", "python"), [
      ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check"],
      ...["--require-hashes", "-r", requirements],
    ]);
    writeFileSync(whole, "");
  });
  return join(environment, "bin");
}

async function install(name: string, command: string, args: string[]): Promise<void> {
  try {
    await run(command, args);
  } catch (error) {
    const { stderr, stdout, message } = error as Error & { stderr?: string; stdout?: string };
    throw new Error(
      `${name} cannot be installed: ${stderr || stdout || message}; it needs Python 3.10 or later with venv and pip`,
    );
  }
}

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { withLock } from "../../sandbox/instance/lock";

const run = promisify(execFile);
const requirements = join(__dirname, "requirements.txt");

/** Where `aws` is. Installs it once, in a virtual environment of its own beside the engine's cache. */
export async function awsCliDirectory(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const parent = join(cache, "eks-pod-secrets", "aws-cli");
  const version = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const environment = join(parent, version.slice(0, 12));
  const whole = join(environment, "whole");
  mkdirSync(parent, { recursive: true });
  await withLock(`${environment}.lock`, async () => {
    if (existsSync(whole)) return;
    console.log("installing the AWS CLI, once");
    rmSync(environment, { recursive: true, force: true });
    await python("python3", ["-m", "venv", environment]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await python(join(environment, "bin", "python"), [
      ...pip,
      "--require-hashes",
      ...["-r", requirements],
    ]);
    writeFileSync(whole, "");
  });
  return join(environment, "bin");
}

async function python(command: string, args: string[]): Promise<void> {
  try {
    await run(command, args);
  } catch (error) {
    const { stderr, stdout, message } = error as Error & { stderr?: string; stdout?: string };
    throw new Error(
      `the AWS CLI cannot be installed: ${stderr || stdout || message}; it needs Python 3.10 or later with venv and pip`,
    );
  }
}

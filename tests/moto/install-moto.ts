import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { pythonEnvironment } from "../python-environment";

const run = promisify(execFile);
const REQUIREMENTS = join(__dirname, "requirements.txt");

/** Moto's tests, and a Python that can run them. */
export interface InstalledMoto {
  python: string;
  /** The directory that holds Moto's `tests`. */
  source: string;
}

/** Installs Moto and fetches its source distribution, once, beside the engine's cache. */
export async function installMoto(): Promise<InstalledMoto> {
  const bin = await pythonEnvironment("moto", REQUIREMENTS);
  const python = join(bin, "python");
  const source = join(dirname(bin), "source");
  if (!existsSync(source)) await fetchSource(python, source);
  return { python, source };
}

/** Only the wheel can be installed by its hash without a build; only the source distribution has the tests. */
async function fetchSource(python: string, source: string): Promise<void> {
  const requirements = readFileSync(REQUIREMENTS, "utf8");
  const [, version = ""] = /^moto\S*==(\S+)/m.exec(requirements) ?? [];
  const directory = `${source}.${process.pid}`;
  mkdirSync(directory);
  try {
    await run(python, [
      ...["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"],
      ...["--no-binary", "moto", "--dest", directory, `moto==${version}`],
    ]);
    const [name = ""] = readdirSync(directory);
    const archive = join(directory, name);
    const digest = createHash("sha256").update(readFileSync(archive)).digest("hex");
    if (!requirements.includes(`sha256:${digest}`)) {
      throw new Error(`${name} has the hash ${digest}, which ${REQUIREMENTS} does not list`);
    }
    await run("tar", ["-xzf", archive, "-C", directory, `moto-${version}/tests`]);
    renameSync(join(directory, `moto-${version}`), source);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

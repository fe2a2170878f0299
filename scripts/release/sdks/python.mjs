import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { archiveOf } from "../archive.mjs";
import { run } from "../run.mjs";

const requirements = join(dirname(fileURLToPath(import.meta.url)), "python-requirements.txt");

/** The earliest time that a wheel can tell: each build has the same. */
const EPOCH = "315532800";

/** A wheel and a source distribution for PyPI. */
export function pack({ source, packed, licence }) {
  copyFileSync(join(source, "eks_pod_secrets", "README.md"), join(source, "README.md"));
  copyFileSync(licence, join(source, "LICENSE"));
  const directory = mkdtempSync(join(tmpdir(), "python-"));
  try {
    const tools = join(directory, "tools");
    run("python3", ["-m", "venv", tools]);
    const python = join(tools, "bin", "python");
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(python, [...pip, "--require-hashes", "-r", requirements]);
    run(python, ["-m", "build", "--no-isolation", "--outdir", packed, source], {
      env: { ...process.env, SOURCE_DATE_EPOCH: EPOCH },
    });
    packAgain(packed, directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The source distribution has the time of its build in it. */
function packAgain(packed, directory) {
  const [name] = readdirSync(packed).filter((file) => file.endsWith(".tar.gz"));
  run("tar", ["-xzf", join(packed, name), "-C", directory]);
  const folder = name.replace(/\.tar\.gz$/, "");
  writeFileSync(join(packed, name), archiveOf(join(directory, folder), folder));
}

import { execFileSync, type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../package.json";

const checkout = join(__dirname, "../..");
const { isBuilt }: { isBuilt(): boolean } = require("../../scripts/ready.mjs");

/** A package: the directory that is packed, and the tarball. */
export interface Packed {
  directory: string;
  tarball: string;
}

const output = join(checkout, "bin/packages");
const published: { manifest: string }[] = require("../../scripts/packages.mjs").packages;
const packed = new Map(
  published.map(({ manifest }) => {
    const { name }: { name: string } = require(join(checkout, manifest));
    const tarball = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
    return [name, { directory: join(output, name), tarball: join(output, tarball) }];
  }),
);

/** All published packages. They are built and packed first, unless that was done with the present sources. */
export function packages(): Map<string, Packed> {
  if (!isPacked()) {
    execFileSync("npm", ["run", "-s", "packages"], { cwd: checkout, stdio: "ignore" });
  }
  return packed;
}

function isPacked(): boolean {
  if (!isBuilt()) return false;
  const built = statSync(join(checkout, "bin/built")).mtimeMs;
  return [...packed.values()].every(
    ({ tarball }) => existsSync(tarball) && statSync(tarball).mtimeMs >= built,
  );
}

/** One package by its name. */
export function packageOf(name: string): Packed {
  const found = packages().get(name);
  if (!found) throw new Error(`there is no package ${name}`);
  return found;
}

/** A user's program: a directory outside the checkout into which npm has installed packages. */
export interface Program {
  directory: string;
  /** What npm printed during the installation. */
  said: string;
}

/** Makes a program with these files, and installs packages into it. `specs` are versions or tarballs, as npm takes them. */
export function makeProgram(specs: string[], files: Record<string, string> = {}): Program {
  const directory = mkdtempSync(join(tmpdir(), "program-"));
  const manifest = { name: "program", version: "1.0.0", private: true };
  for (const [name, text] of Object.entries({
    "package.json": JSON.stringify(manifest),
    ...files,
  })) {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  const { stderr, stdout } = run(directory, "npm", [
    "install",
    "--no-audit",
    "--no-fund",
    ...specs,
  ]);
  return { directory, said: stdout + stderr };
}

/** The paths where npm has installed packages. */
export function installedPaths({ directory }: Program): string[] {
  const lock = readFileSync(join(directory, "node_modules/.package-lock.json"), "utf8");
  return Object.keys(JSON.parse(lock).packages);
}

/** Each of Pulumi's packages, with the places where npm has installed a copy. */
export function copiesOfPulumis(program: Program): Map<string, string[]> {
  const copies = new Map<string, string[]>();
  for (const path of installedPaths(program)) {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    if (name.startsWith("@pulumi/")) copies.set(name, [...(copies.get(name) ?? []), path]);
  }
  return copies;
}

/** npm's warnings, without those about install scripts of these packages. */
export function otherWarnings({ said }: Program, packages: RegExp): string[] {
  return said
    .split("\n")
    .filter((line) => line.startsWith("npm warn"))
    .filter((line) => {
      const [, script] = /^npm warn install-scripts {3}(.*)@/.exec(line) ?? [];
      if (script !== undefined) return !packages.test(script);
      return !/^npm warn install-scripts($| Run | \d+ packages? )/.test(line);
    });
}

/** Runs a command. Throws its output unless it ends with this exit code. */
export function run(
  directory: string,
  command: string,
  args: string[],
  code = 0,
): SpawnSyncReturns<string> {
  const ended = spawnSync(command, args, { cwd: directory, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (ended.error) throw ended.error;
  if (ended.status !== code) {
    throw new Error(
      `${command} ${args.join(" ")} ended with ${ended.status}:\n${ended.stdout}${ended.stderr}`,
    );
  }
  return ended;
}

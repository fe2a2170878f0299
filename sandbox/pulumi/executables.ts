import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import type { Engine } from "../engine/engine";
import { engineSources, findEngine } from "../engine/find-engine";
import { type DataDirectory, prepareDataDirectory } from "../instance/data-directory";
import {
  commandFile,
  compiledFile,
  installationDirectory,
  workDirectory,
} from "../instance/installation";

/** The stand-in providers: the plugin's name, and its compiled program. */
const PROVIDERS = {
  aws: "sandbox/providers/aws/main.js",
  eks: "sandbox/providers/eks/main.js",
  kubernetes: "sandbox/providers/kubernetes/main.js",
};

/** Installs CLI, language host and providers. It links a cached CLI: a host in the CLI's own directory counts as bundled. */
export function installExecutables(
  data: DataDirectory,
  engine: Engine,
  providers: Record<string, string> = PROVIDERS,
): void {
  const cli = join(data.bin, "pulumi");
  if (engine.origin === "path") replace(cli, (draft) => symlinkSync(engine.command, draft));
  else if (!isSameFile(engine.command, cli))
    replace(cli, (draft) => linkOrCopy(engine.command, draft));

  const host = join(data.bin, "pulumi-language-nodejs");
  const ownHost = join(dirname(engine.command), "pulumi-language-nodejs");
  if (!existsSync(ownHost)) installWrapper(host, "sandbox/pulumi/language-host.js");
  else if (engine.origin === "path") rmSync(host, { force: true });
  else replace(host, (draft) => linkOrCopy(ownHost, draft));

  // The CLI may have cached the stand-ins' schemas from another version of the sandbox.
  rmSync(join(data.pulumiHome, "schemas"), { recursive: true, force: true });
  for (const [name, program] of Object.entries(providers)) {
    for (const version of sdkVersions(name)) {
      const plugin = join(data.pulumiHome, "plugins", `resource-${name}-v${version}`);
      mkdirSync(plugin, { recursive: true });
      installWrapper(join(plugin, `pulumi-resource-${name}`), program);
    }
  }
}

/** The CLI looks for the plugin version that the program's package asks for, in a user's program or in the stacks. */
function sdkVersions(name: string): Set<string> {
  const files = [[process.cwd(), __dirname], [__dirname]].map((paths) =>
    require.resolve(`@pulumi/${name}/package.json`, { paths }),
  );
  return new Set(files.map((file) => JSON.parse(readFileSync(file, "utf8")).version));
}

function installWrapper(path: string, program: string): void {
  const command = [process.execPath, compiledFile(program)].map(shellQuote).join(" ");
  replace(path, (draft) =>
    writeFileSync(draft, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 }),
  );
}

/** Replaces in one step, so that a running CLI finds the old file or the new one. */
function replace(path: string, make: (draft: string) => void): void {
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { force: true });
  make(draft);
  renameSync(draft, path);
  // Renaming a hard link onto another link of the same file leaves both.
  rmSync(draft, { force: true });
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}

function isSameFile(left: string, right: string): boolean {
  if (!existsSync(right)) return false;
  const [a, b] = [statSync(left), statSync(right)];
  return (a.ino === b.ino && a.dev === b.dev) || (a.size === b.size && a.mtimeMs <= b.mtimeMs);
}

function shellQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Gets an engine and installs it into the sandbox with its language host, the stand-in providers and the project. */
export async function prepareEngine(
  data: DataDirectory,
  report: (line: string) => void,
): Promise<Engine> {
  await prepareDataDirectory(data);
  const engine = await findEngine(engineSources([data.bin]), report);
  installExecutables(data, engine);
  prepareProject(data);
  return engine;
}

/** Makes the project directory: a Pulumi.yaml for the compiled program, if there is one, and a link to the user's inventory. */
function prepareProject(data: DataDirectory): void {
  const main = commandFile("stacks/index.js");
  if (main === undefined) return;
  const project: unknown = parse(
    readFileSync(join(installationDirectory(), "Pulumi.yaml"), "utf8"),
  );
  const text = stringify({ ...(project as object), main });
  const file = join(data.project, "Pulumi.yaml");
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);

  const inventory = join(data.project, "landing-zone.yaml");
  const present = lstatSync(inventory, { throwIfNoEntry: false });
  if (present && !present.isSymbolicLink()) return;
  // Made again each time: the user may have moved the directory with the sandbox.
  rmSync(inventory, { force: true });
  const ofUser = join(workDirectory(), "landing-zone.yaml");
  if (existsSync(ofUser)) symlinkSync(ofUser, inventory);
}

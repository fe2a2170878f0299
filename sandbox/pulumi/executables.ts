import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Engine } from "../engine/engine";
import type { DataDirectory } from "../instance/data-directory";
import { compiledFile } from "../instance/installation";

/** The stand-in providers: a plugin's name, and the compiled program behind it. */
const PROVIDERS = {
  aws: "sandbox/providers/aws/main.js",
  eks: "sandbox/providers/eks/main.js",
  kubernetes: "sandbox/providers/kubernetes/main.js",
};

/**
 * Fills the sandbox's `bin` with the CLI and, where the CLI has none, the Node.js language host, and its plugin cache
 * with the stand-in providers, as if they had been installed: those that the CLI finds on PATH it warns of.
 * A CLI of the cache is linked here itself, because a host in the CLI's own directory counts as bundled with it.
 */
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

  // What the CLI keeps of the stand-ins' schemas may be of those of another version of the sandbox.
  rmSync(join(data.pulumiHome, "schemas"), { recursive: true, force: true });
  for (const [name, program] of Object.entries(providers)) {
    for (const version of sdkVersions(name)) {
      const plugin = join(data.pulumiHome, "plugins", `resource-${name}-v${version}`);
      mkdirSync(plugin, { recursive: true });
      installWrapper(join(plugin, `pulumi-resource-${name}`), program);
    }
  }
}

/** The CLI looks for the plugin of the version that the program's package asks for: a program of the user's own, or of the stacks. */
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

/** In one step, so that a CLI that runs meanwhile finds the old file or the new one. */
function replace(path: string, make: (draft: string) => void): void {
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { force: true });
  make(draft);
  renameSync(draft, path);
  // Renaming one name of a file onto another name of the same file leaves both.
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

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

/** The checkout. */
export const root = resolve(__dirname, "..");

/** The imports in the files of a folder, as paths in the checkout or names of packages. */
export function importsOf(files: string[], folder: string): { by: string; file: string }[] {
  return files
    .filter((by) => isIn(by, folder))
    .flatMap((by) =>
      ts.preProcessFile(read(by)).importedFiles.map(({ fileName }) => ({
        by,
        file: pathOf(by, fileName) ?? fileName,
      })),
    );
}

/** The folders of this project's packages, by the names that imports use. */
const packages: Record<string, string> = {
  "iam-proof": "proof",
  "eks-pod-secrets": "sdk",
  "@eks-pod-secrets/sandbox": "sandbox",
};

/** The path in the checkout that an import leads to. From declarations, it leads to declarations. */
function pathOf(by: string, imported: string): string | undefined {
  if (imported.startsWith(".")) return `./${join(by, "..", imported)}`;
  const folder = packages[packageOf(imported)];
  if (folder === undefined) return undefined;
  const room = imported.slice(packageOf(imported).length);
  return `./${isIn(by, "bin") ? "bin/" : ""}${folder}${room}`;
}

/** The file of an imported path, among sources or declarations. */
export function resolvedIn(code: string[], imported: string): string[] {
  const path = imported.replace(/^\.\//, "").replace(/\.js$/, "");
  const names = [path, `${path}/index`].flatMap((name) => [`${name}.ts`, `${name}.d.ts`]);
  return code.filter((file) => names.includes(file));
}

/** A file and everything that it imports, directly or indirectly. */
export function reachedFrom(code: string[], entry: string): string[] {
  const reached = new Set([entry]);
  // The loop also visits files that are added during it.
  for (const by of reached) {
    for (const { file } of importsOf([by], by)) {
      for (const next of resolvedIn(code, file)) reached.add(next);
    }
  }
  return [...reached];
}

/** Imports that lead from one subfolder of a folder into another. */
export function folderImports(code: string[], within: string) {
  return importsOf(code, within)
    .flatMap(({ by, file }) =>
      resolvedIn(code, file).map((imported) => ({
        from: dirname(by),
        to: dirname(imported),
        by,
        imported,
      })),
    )
    .filter(({ from, imported, to }) => from !== to && isIn(imported, within));
}

/** The paths that lead from a file back to itself. Each is found once. */
export function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const follow = (file: string, path: string[]) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file]);
    if (done.has(file)) return;
    done.add(file);
    for (const next of imports.get(file) ?? []) follow(next, [...path, file]);
  };
  for (const file of imports.keys()) follow(file, []);
  return found;
}

export function isPath(imported: string): boolean {
  return imported.startsWith("./");
}

export function isIn(file: string, folder: string): boolean {
  const path = file.replace(/^\.\//, "");
  return path === folder || path.startsWith(`${folder}/`);
}

export function packageOf(name: string): string {
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Every file of the checkout, or of a folder in it, except for what .gitignore ignores. */
export function sourceFiles(folder = ""): string[] {
  const directory = join(root, folder);
  const ignored = [".git", ...readFileSync(join(root, ".gitignore"), "utf8").split("\n")];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (ignored.includes(entry.name) || ignored.includes(`${entry.name}/`)) return [];
    if (entry.isDirectory()) return sourceFiles(relative(root, path));
    return entry.isFile() && !entry.name.endsWith(".tgz") ? [relative(root, path)] : [];
  });
}

export function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

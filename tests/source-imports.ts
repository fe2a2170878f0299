import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

/** The checkout. */
export const root = resolve(__dirname, "..");

/** Every file of the checkout, but for what .gitignore leaves out. */
export function sourceFiles(directory = root): string[] {
  const ignored = [".git", ...readFileSync(join(root, ".gitignore"), "utf8").split("\n")];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (ignored.includes(entry.name) || ignored.includes(`${entry.name}/`)) return [];
    if (entry.isDirectory()) return sourceFiles(path);
    return entry.isFile() && !entry.name.endsWith(".tgz") ? [relative(root, path)] : [];
  });
}

/** What the files of a folder import: paths within the checkout, or names of packages. */
export function importsOf(files: string[], folder: string): { by: string; file: string }[] {
  return files
    .filter((by) => isIn(by, folder))
    .flatMap((by) =>
      ts.preProcessFile(read(by)).importedFiles.map(({ fileName }) => ({
        by,
        file: fileName.startsWith(".") ? `./${join(by, "..", fileName)}` : fileName,
      })),
    );
}

/** The source file that an imported path means. */
export function resolvedIn(code: string[], imported: string): string[] {
  const path = imported.replace(/^\.\//, "").replace(/\.js$/, "");
  return code.filter((file) => [`${path}.ts`, `${path}/index.ts`].includes(file));
}

/** Imports within a folder that lead from one of its folders into another. */
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

export function isPath(imported: string): boolean {
  return imported.startsWith("./");
}

export function isIn(file: string, folder: string): boolean {
  const path = file.replace(/^\.\//, "");
  return path === folder || path.startsWith(`${folder}/`);
}

export function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

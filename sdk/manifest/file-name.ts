import { formatPath, type Path, type Problem, problemIf, sentence } from "../rules/problem";
import type { MountedObject } from "./mounted-object";

/** Thrown if Kubernetes, the driver or ASCP would refuse a manifest, or read it differently than meant. */
export class ManifestError extends Error {
  constructor(public readonly problem: Problem) {
    super(sentence(problem));
    this.name = "ManifestError";
  }
}

/** Throws the first problem, if there is one. */
export function refuse([problem]: Problem[]): void {
  if (problem) throw new ManifestError(problem);
}

/** A file of the mount, and the place in the arguments that it comes from. */
export interface MountedFile {
  name: string;
  path: Path;
}

/** The files that ASCP writes for the objects: one for each whole value, and one for each JMESPath entry. */
export function mountedFiles(
  objects: readonly Partial<MountedObject>[],
  pathTranslation?: string,
): MountedFile[] {
  return objects.flatMap((object, index) => {
    const path = ["objects", index];
    const own = object.objectAlias ?? object.objectName;
    return [
      ...(own === undefined ? [] : [{ name: own, path }]),
      ...(object.jmesPath ?? []).flatMap(({ objectAlias }, entry) =>
        objectAlias === undefined
          ? []
          : [{ name: objectAlias, path: [...path, "jmesPath", entry] }],
      ),
    ].map((file) => ({ ...file, name: translate(file.name, pathTranslation) }));
  });
}

/** Replaces slashes by the translation character. Without translation, a leading slash is dropped. */
function translate(name: string, pathTranslation = "_"): string {
  return pathTranslation.toLowerCase() === "false"
    ? name.replace(/^\/+/, "")
    : name.split("/").join(pathTranslation);
}

/**
 * Objects that share a file name. ASCP finds some of these itself, but not `a/b` beside `a_b`, where one value overwrites the
 * other.
 */
export function collisionProblems(files: readonly MountedFile[]): Problem[] {
  const firsts = new Map<string, Path>();
  return files.flatMap(({ name, path }) => {
    const first = firsts.get(name);
    if (first === undefined) {
      firsts.set(name, path);
      return [];
    }
    const says = `must have a file name of its own, got "${name}", which ${formatPath(first)} has too; set objectAlias`;
    return problemIf(path, says);
  });
}

/** File names that still contain a slash. ASCP writes no directories, so the mount would fail. */
export function untranslatedProblems(
  files: readonly MountedFile[],
  pathTranslation: string | undefined,
): Problem[] {
  if (pathTranslation?.toLowerCase() !== "false") return [];
  return files
    .filter(({ name }) => name.includes("/"))
    .flatMap(({ name, path }) => {
      const says = `must have a file name without / where pathTranslation is False, got "${name}"; set objectAlias`;
      return problemIf(path, says);
    });
}

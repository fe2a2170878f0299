import { randomBytes } from "node:crypto";
import { chmod, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { search } from "jmespath";
import { type Descriptor, MountError } from "./descriptor";
import type { FileNaming } from "./descriptors";

/** A file to write after everything is fetched. */
export interface FetchedFile {
  name: string;
  value: Buffer;
  mode: number;
  version: string;
}

const DEFAULT_MODE = 0o644;

/** The files of one fetched secret or parameter: the whole value, and one for each JMESPath entry. */
export function filesOf(
  descriptor: Descriptor,
  { value, version }: Pick<FetchedFile, "value" | "version">,
  fileName: FileNaming,
): FetchedFile[] {
  const whole: FetchedFile = {
    name: fileName(descriptor),
    value,
    mode: modeOf(descriptor.filePermission),
    version,
  };
  if (descriptor.jmesPath.length === 0) return [whole];
  let data: unknown;
  try {
    data = JSON.parse(value.toString("utf8"));
  } catch {
    throw new Error(`Invalid JSON used with jmesPath in secret: ${descriptor.objectName}.`);
  }
  const parts = descriptor.jmesPath.map((entry): FetchedFile => {
    const { path, objectAlias } = entry;
    let found: unknown;
    try {
      found = search(data, path);
    } catch {
      throw new Error(`Invalid JMES Path: ${path}.`);
    }
    if (found === null || found === undefined) {
      throw new Error(
        `JMES Path - ${path} for object alias - ${objectAlias} does not point to a valid object.`,
      );
    }
    if (typeof found !== "string") {
      throw new Error(`Invalid JMES search result type for path:${path}. Only string is allowed.`);
    }
    return {
      name: fileName({ objectAlias }),
      value: Buffer.from(found),
      mode: modeOf(entry.filePermission || descriptor.filePermission),
      version,
    };
  });
  return [whole, ...parts];
}

function modeOf(filePermission: string): number {
  return filePermission === "" ? DEFAULT_MODE : Number.parseInt(filePermission, 8);
}

/** A file that a kill may leave behind. The next mount removes it. */
const HALF_WRITTEN = /^\.[0-9a-f]{16}\.part$/;

export async function writeFiles(directory: string, files: FetchedFile[]): Promise<void> {
  for (const name of await readdir(directory)) {
    if (HALF_WRITTEN.test(name)) await rm(join(directory, name), { force: true });
  }
  for (const { name, value, mode } of files) {
    if (name.includes("/"))
      throw new MountError(`createtemp ${name}: pattern contains path separator`);
    // The leading dot hides half-written files from listings of the mount.
    const temporary = join(directory, `.${randomBytes(8).toString("hex")}.part`);
    try {
      const file = await open(temporary, "wx", 0o600);
      try {
        await file.writeFile(value);
        await file.sync();
      } finally {
        await file.close();
      }
      await chmod(temporary, mode);
      await rename(temporary, join(directory, name));
    } catch (error) {
      await rm(temporary, { force: true });
      const { code = "" } = error as NodeJS.ErrnoException;
      throw new MountError(`rename ${name}: ${code}`);
    }
  }
}

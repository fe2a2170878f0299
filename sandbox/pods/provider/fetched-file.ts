import { search } from "jmespath";
import type { Descriptor } from "./descriptor";
import type { FileNaming } from "./descriptors";

/** A file to be written, once everything is fetched. */
export interface FetchedFile {
  name: string;
  value: Buffer;
  /** Permission bits. */
  mode: number;
  /** Of the secret or parameter. */
  version: string;
}

const DEFAULT_MODE = 0o644;

/** The files of one fetched secret or parameter: the whole value, and one for each of its JMESPath entries. */
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

import { filePermission } from "./file-permission";
import { versionId, versionStage } from "./object-version";
import type { TextRule } from "./text-rule";

/** An attribute of what ASCP mounts: its name there, what it must be, and what it means. */
interface ReadAttribute {
  ascp: string;
  rule: TextRule;
  means: string;
}

/** What a read of the inventory may say of its object, by its name there, in the order in which a SecretProviderClass says it. */
export const readAttributes = {
  version: { ascp: "objectVersion", rule: versionId, means: "Version to read." },
  versionStage: {
    ascp: "objectVersionLabel",
    rule: versionStage,
    means: "Staging label of the version to read. Default: AWSCURRENT.",
  },
  filePermission: {
    ascp: "filePermission",
    rule: filePermission,
    means: "Mode of the file. Default: the driver's 0644. 0400 suits containers run as root.",
  },
} as const satisfies Record<string, ReadAttribute>;

type Table = typeof readAttributes;

/** The attributes of a read. None: ASCP's own default. */
export type ReadAttributes = { [Name in keyof Table]?: string };

/** The same in ASCP's words. */
export type AscpAttributes = { [Name in keyof Table as Table[Name]["ascp"]]?: string };

const rows = Object.entries(readAttributes) as [keyof Table, Table[keyof Table]][];

/** The attributes alone of a read. */
export function attributesOf(read: ReadAttributes): ReadAttributes {
  return Object.fromEntries(rows.map(([name]) => [name, read[name]]));
}

/** The attributes of a read as ASCP says them. */
export function ascpAttributes(read: ReadAttributes): AscpAttributes {
  return Object.fromEntries(
    rows.flatMap(([name, { ascp }]) => (read[name] ? [[ascp, read[name]]] : [])),
  );
}

/** The attributes alone of an object of ASCP, in their order. */
export function ascpInOrder(object: AscpAttributes): AscpAttributes {
  return Object.fromEntries(rows.map(([, { ascp }]) => [ascp, object[ascp]]));
}

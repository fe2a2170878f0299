import { filePermission } from "./file-permission";
import { versionId, versionStage } from "./object-version";
import type { TextRule } from "./text-rule";

/** An attribute of what ASCP mounts: its name there, what it must be, and its description. */
interface MountAttribute {
  ascp: string;
  rule: TextRule;
  description: string;
}

/** What a read of the inventory may say of its object, by its name there, in the order in which a SecretProviderClass says it. */
export const mountAttributes = {
  version: { ascp: "objectVersion", rule: versionId, description: "Version to read." },
  versionStage: {
    ascp: "objectVersionLabel",
    rule: versionStage,
    description: "Staging label of the version to read. Default: AWSCURRENT.",
  },
  filePermission: {
    ascp: "filePermission",
    rule: filePermission,
    description: "Mode of the file. Default: the driver's 0644. 0400 suits containers run as root.",
  },
} as const satisfies Record<string, MountAttribute>;

type Table = typeof mountAttributes;

/** The attributes of a read. None: ASCP's own default. */
export type MountAttributes = { [Name in keyof Table]?: string };

/** The same in ASCP's words. */
export type AscpAttributes = { [Name in keyof Table as Table[Name]["ascp"]]?: string };

const rows = Object.entries(mountAttributes) as [keyof Table, Table[keyof Table]][];

/** The attributes alone of a read. */
export function attributesOf(read: MountAttributes): MountAttributes {
  return Object.fromEntries(rows.map(([name]) => [name, read[name]]));
}

/** The attributes of a read as ASCP says them. */
export function ascpAttributes(read: MountAttributes): AscpAttributes {
  return Object.fromEntries(
    rows.flatMap(([name, { ascp }]) => (read[name] ? [[ascp, read[name]]] : [])),
  );
}

/** The attributes alone of an object of ASCP, in their order. */
export function ascpInOrder(object: AscpAttributes): AscpAttributes {
  return Object.fromEntries(rows.map(([, { ascp }]) => [ascp, object[ascp]]));
}

import { keyArn } from "./arn-rules";
import type { NumberRule, TextRule } from "./rule";

/** The longest file name. ASCP first writes a temporary file whose name has a suffix, and the file system's limit is 255 bytes. */
const longest = 245;

/** A file name in an inventory: one that needs no translation. */
export const fileName: TextRule = {
  pattern: new RegExp(`^(?!\\.\\.)(?!\\.$)[A-Za-z0-9._+=@:!-]{1,${longest}}$`),
  must: `a file name of at most ${longest} letters, digits and characters of ._+=@:!-, not beginning with two dots`,
};

/** A file name for ASCP, which translates slashes and treats quotes as part of the name. */
export const fileAlias: TextRule = {
  pattern: /^(?!\.\.)(?!.*\/\.\.(\/|$))[^"'\s]+$/,
  fits: (name) => new TextEncoder().encode(name).length <= longest,
  must: `a file name of at most ${longest} bytes without quotes and spaces, not beginning with two dots`,
};

export const filePermission: TextRule = {
  pattern: /^[0-7]{4}$/,
  must: "four octal digits",
  advice: 'write it in quotes, such as "0400"',
};

/** A mount path. Kubernetes treats a colon as a separator, and the root would hide the container's own files. */
export const mountPath: TextRule = {
  pattern: /^\/[ -9;-~\u00a1-\uffff]*[ -.0-9;-~\u00a1-\uffff]$/,
  must: "an absolute path below /, without colons or a final slash",
};

/** The version id of a secret, or the version number of a parameter. */
export const versionId: TextRule = {
  pattern: /^[A-Za-z0-9-]{1,64}$/,
  must: "the id or number of a version",
};

export const versionStage: TextRule = {
  pattern: /^[A-Za-z0-9_+=,.@/-]{1,256}$/,
  must: "a staging label of at most 256 characters, such as AWSCURRENT",
};

/** An attribute of a mounted object: its name in ASCP, its rule, and its description. */
interface MountAttribute {
  ascp: string;
  rule: TextRule;
  description: string;
}

/** The attributes that a read in the inventory may have, by their names there, in the order in which a SecretProviderClass has them. */
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

/** The attributes of a read. An absent one has ASCP's default. */
export type MountAttributes = { [Name in keyof Table]?: string };

/** The attributes with ASCP's names. */
export type AscpAttributes = { [Name in keyof Table as Table[Name]["ascp"]]?: string };

const rows = Object.entries(mountAttributes) as [keyof Table, Table[keyof Table]][];

/** Only the attributes of a read. */
export function attributesOf(read: MountAttributes): MountAttributes {
  return Object.fromEntries(rows.map(([name]) => [name, read[name]]));
}

/** The attributes of a read with ASCP's names. */
export function ascpAttributes(read: MountAttributes): AscpAttributes {
  return Object.fromEntries(
    rows.flatMap(([name, { ascp }]) => (read[name] ? [[ascp, read[name]]] : [])),
  );
}

/** Only the attributes of an ASCP object, in their order. */
export function ascpInOrder(object: AscpAttributes): AscpAttributes {
  return Object.fromEntries(rows.map(([, { ascp }]) => [ascp, object[ascp]]));
}

/** Allowed days for which a deleted secret can be restored: none, or a week to a month. */
export const recoveryDays = [0, ...Array.from({ length: 24 }, (_, index) => index + 7)];

/** Follows `must be` in messages. */
export const recoveryDaysInWords = "0, or 7 to 30";

/** Days until a key scheduled for deletion is gone. */
export const deletionWindow: NumberRule = { least: 7, most: 30 };

/** Days between rotations of a secret. */
export const rotationDays: NumberRule = { least: 1, most: 1000 };

/** Days for which a renamed or moved secret stays after the new one has its value. */
export const keepDays: NumberRule = { least: 0, most: 365 };

/** Why a customer managed key is needed, for messages. Nobody can change the policy of an AWS managed key. */
export const managedKeyServesOneAccount = "the AWS managed key serves one account only";

/**
 * Whether a reader in one account can decrypt what an owner's account keeps under this key. Without a key, it is under the AWS
 * managed key.
 */
export function canDecrypt(reader: string, owner: string, key: unknown): boolean {
  return reader === owner || key !== undefined;
}

/** Name of an alias, without `alias/`, of a customer managed key. */
export const keyAlias: TextRule = {
  pattern: /^(?!alias\/|aws\/)[A-Za-z0-9/_-]{1,250}$/,
  must: "at most 250 letters, digits and characters of /_-, not beginning with alias/ or aws/",
};

/** The common beginning of the aliases of several keys. It leaves room for a hyphen and a shard number. */
export const keyAliasStart: TextRule = {
  pattern: /^(?!alias\/|aws\/)[A-Za-z0-9_-][A-Za-z0-9/_-]{0,244}$/,
  must: "the beginning of aliases, without alias/: at most 245 letters, digits and characters of /_-",
};

/** How an inventory names a key. */
export const keyReference: TextRule = {
  pattern: new RegExp(`${keyAlias.pattern.source}|${keyArn.pattern.source}`),
  must: "the alias of a customer managed key without alias/, or the ARN of a key that exists",
  advice: "leave key out for the AWS managed key",
};

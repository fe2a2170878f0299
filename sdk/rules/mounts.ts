import { keyArn } from "./arn-rules";
import type { NumberRule, TextRule } from "./rule";

/** ASCP writes through a temporary file whose name is longer by its suffix; 255 bytes is the file system's limit. */
const longest = 245;

/** Name of a file of a mount as an inventory gives it: what needs no translation. */
export const fileName: TextRule = {
  pattern: new RegExp(`^(?!\\.\\.)(?!\\.$)[A-Za-z0-9._+=@:!-]{1,${longest}}$`),
  must: `a file name of at most ${longest} letters, digits and characters of ._+=@:!-, not beginning with two dots`,
};

/** Name of a file as ASCP takes it, which translates slashes, and takes quotes as part of the name. */
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

/** Kubernetes takes a colon in a mount path for a separator, and the root would hide the container's own files. */
export const mountPath: TextRule = {
  pattern: /^\/[ -9;-~\u00a1-\uffff]*[ -.0-9;-~\u00a1-\uffff]$/,
  must: "an absolute path below /, without colons or a final slash",
};

/** Id of a secret's version, or number of a parameter's. */
export const versionId: TextRule = {
  pattern: /^[A-Za-z0-9-]{1,64}$/,
  must: "the id or number of a version",
};

export const versionStage: TextRule = {
  pattern: /^[A-Za-z0-9_+=,.@/-]{1,256}$/,
  must: "a staging label of at most 256 characters, such as AWSCURRENT",
};

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

/** Days a deleted secret stays restorable: none, or a week to a month. */
export const recoveryDays = [0, ...Array.from({ length: 24 }, (_, index) => index + 7)];

/** Follows `must be` in messages. */
export const recoveryDaysInWords = "0, or 7 to 30";

/** Days until a key scheduled for deletion is gone. */
export const deletionWindow: NumberRule = { least: 7, most: 30 };

/** Days between rotations of a secret. */
export const rotationDays: NumberRule = { least: 1, most: 1000 };

/** Days that a secret which was renamed or moved stays once the new one has its value. */
export const keepDays: NumberRule = { least: 0, most: 365 };

/** As messages say why a customer managed key is needed. Nobody can change the policy of an AWS managed key. */
export const managedKeyServesOneAccount = "the AWS managed key serves one account only";

/** Whether a reader can decrypt what an owner keeps under this key; without one, it is under the AWS managed key. */
export function canDecrypt(reader: string, owner: string, key: unknown): boolean {
  return reader === owner || key !== undefined;
}

/** Name of an alias, without `alias/`, of a customer managed key. */
export const keyAlias: TextRule = {
  pattern: /^(?!alias\/|aws\/)[A-Za-z0-9/_-]{1,250}$/,
  must: "at most 250 letters, digits and characters of /_-, not beginning with alias/ or aws/",
};

/** What the aliases of several keys begin with. Room is left for a hyphen and the number of a shard. */
export const keyAliasStart: TextRule = {
  pattern: /^(?!alias\/|aws\/)[A-Za-z0-9_-][A-Za-z0-9/_-]{0,244}$/,
  must: "the beginning of aliases, without alias/: at most 245 letters, digits and characters of /_-",
};

/** A key as an inventory names it. */
export const keyReference: TextRule = {
  pattern: new RegExp(`${keyAlias.pattern.source}|${keyArn.pattern.source}`),
  must: "the alias of a customer managed key without alias/, or the ARN of a key that exists",
  advice: "leave key out for the AWS managed key",
};

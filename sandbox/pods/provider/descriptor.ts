/** The members of an object that are texts. */
export const DESCRIPTOR_TEXTS = [
  "objectName",
  "objectAlias",
  "objectVersion",
  "objectVersionLabel",
  "objectType",
  "filePermission",
] as const;

/** One object of a SecretProviderClass: what to fetch, and into which files. Absent members are empty strings. */
export interface Descriptor extends Record<(typeof DESCRIPTOR_TEXTS)[number], string> {
  jmesPath: JmesPathEntry[];
  failoverObject: FailoverObject;
}

export interface JmesPathEntry {
  path: string;
  objectAlias: string;
  filePermission: string;
}

export interface FailoverObject {
  objectName: string;
  objectVersion: string;
  objectVersionLabel: string;
}

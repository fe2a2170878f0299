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

/** A member of an object, or that of its failover object where it has one and this is a failover. */
export function failedOver(
  { failoverObject, ...object }: Descriptor,
  member: keyof FailoverObject,
  isFailover: boolean,
): string {
  return (isFailover && failoverObject[member]) || object[member];
}

/** One object of a SecretProviderClass: what to fetch, and into which files. Absent members are empty strings. */
export interface Descriptor {
  objectName: string;
  objectAlias: string;
  objectVersion: string;
  objectVersionLabel: string;
  objectType: string;
  filePermission: string;
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

import { subdomainProblems } from "./kubernetes-name";
import { mustBe, type Problem } from "./problem";

/**
 * A Kubernetes Secret that the CSI driver copies from mounted files while a pod mounts them. The copy lies in etcd, where
 * everyone who may read Secrets of the namespace reads it: IAM no longer decides.
 */
export interface SyncedSecret {
  /** Name of the Kubernetes Secret. */
  secretName: string;
  /** Type of the Kubernetes Secret. Defaults to `Opaque`. */
  type?: string;
  /** Its keys. */
  data: SyncedSecretKey[];
}

export interface SyncedSecretKey {
  /** Key within the Kubernetes Secret. */
  key: string;
  /** Name of the mounted file, not of the secret. */
  objectName: string;
}

/** Everything for which the driver would refuse the copy or leave it empty. `files` are the names of the mount's files. */
export function syncedSecretProblems(
  secret: Partial<SyncedSecret>,
  path: string,
  files: readonly string[] | undefined,
): Problem[] {
  const { data, secretName } = secret;
  return [
    ...subdomainProblems(`${path}.secretName`, secretName),
    ...(data?.length === 0 ? [mustBe(`${path}.data`, "at least one key", data)] : []),
    ...(data ?? []).flatMap((entry, index) => keyProblems(entry, `${path}.data[${index}]`, files)),
  ];
}

function keyProblems(
  { key, objectName }: Partial<SyncedSecretKey>,
  path: string,
  files: readonly string[] | undefined,
): Problem[] {
  if (key !== undefined && !/^[-._a-zA-Z0-9]{1,253}$/.test(key)) {
    return [
      mustBe(`${path}.key`, "at most 253 letters, digits, hyphens, underscores and dots", key),
    ];
  }
  if (objectName === undefined || files === undefined || files.includes(objectName)) return [];
  return [mustBe(`${path}.objectName`, `a file of the mount (${files.join(", ")})`, objectName)];
}

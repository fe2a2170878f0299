import { subdomainProblems } from "../rules/kubernetes-name";
import { mustBe, type Problem } from "../rules/problem";

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

/** Everything for which the driver would refuse a copy or leave it empty. `files` are the names of the mount's files. */
export function syncedSecretsProblems(
  secrets: readonly Partial<SyncedSecret>[],
  path: string,
  files: readonly string[] | undefined,
): Problem[] {
  return [
    ...secrets.flatMap((secret, index) => syncedSecretProblems(secret, `${path}[${index}]`, files)),
    // The driver makes the first of them, and takes the others for made.
    ...repetitions(path, "secretName", "a name", secrets),
  ];
}

function syncedSecretProblems(
  secret: Partial<SyncedSecret>,
  path: string,
  files: readonly string[] | undefined,
): Problem[] {
  const { data, secretName } = secret;
  return [
    ...subdomainProblems(`${path}.secretName`, secretName),
    ...(data?.length === 0 ? [mustBe(`${path}.data`, "at least one key", data)] : []),
    ...(data ?? []).flatMap((entry, index) => keyProblems(entry, `${path}.data[${index}]`, files)),
    ...repetitions(`${path}.data`, "key", "a key", data ?? []),
  ];
}

/** Entries of a list that have a property's value from an earlier one. */
function repetitions<P extends string>(
  path: string,
  property: P,
  what: string,
  entries: readonly { [property in P]?: string }[],
): Problem[] {
  const values = entries.map((entry) => entry[property]);
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (value === undefined || first === index) return [];
    const { propertyPath, reason } = mustBe(
      `${path}[${index}].${property}`,
      `${what} of its own`,
      value,
    );
    return [{ propertyPath, reason: `${reason}, which ${path}[${first}] has too` }];
  });
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

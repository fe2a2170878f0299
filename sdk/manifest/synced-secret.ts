import { secretKey, subdomain } from "../rules/kubernetes";
import { type Problem, problemIf, shown, within } from "../rules/problem";
import { textProblems } from "../rules/rule";

/**
 * A Kubernetes Secret that the CSI driver copies from mounted files while a pod mounts them. The copy is in etcd, and everyone who
 * may read Secrets in the namespace can read it: IAM no longer decides.
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

/** Everything that makes the driver refuse a copy or leave it empty. `files`: the names of the mount's files. */
export function syncedSecretsProblems(
  secrets: readonly Partial<SyncedSecret>[],
  files: readonly string[] | undefined,
): Problem[] {
  return [
    ...secrets.flatMap((secret, index) => within([index], syncedSecretProblems(secret, files))),
    // The driver creates the first one and assumes that the others exist.
    ...repetitions("secretObjects", "secretName", "a name", secrets),
  ];
}

function syncedSecretProblems(
  { data, secretName }: Partial<SyncedSecret>,
  files: readonly string[] | undefined,
): Problem[] {
  return [
    ...textProblems(["secretName"], secretName, subdomain),
    ...(data?.length === 0 ? problemIf(["data"], "must have at least one key") : []),
    ...within(
      ["data"],
      (data ?? []).flatMap((entry, index) => within([index], keyProblems(entry, files))),
      repetitions("data", "key", "a key", data ?? []),
    ),
  ];
}

/** Entries of a list that repeat the value of a property from an earlier entry. */
function repetitions<P extends string>(
  list: string,
  property: P,
  what: string,
  entries: readonly { [property in P]?: string }[],
): Problem[] {
  const values = entries.map((entry) => entry[property]);
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (value === undefined || first === index) return [];
    const says = `must be ${what} of its own, got ${shown(value)}, which ${list}[${first}] has too`;
    return problemIf([index, property], says);
  });
}

function keyProblems(
  { key, objectName }: Partial<SyncedSecretKey>,
  files: readonly string[] | undefined,
): Problem[] {
  const flaws = textProblems(["key"], key, secretKey);
  if (flaws.length > 0 || objectName === undefined || !files || files.includes(objectName)) {
    return flaws;
  }
  const says = `must be a file of the mount (${files.join(", ")}), got ${shown(objectName)}`;
  return problemIf(["objectName"], says);
}

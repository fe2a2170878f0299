import type {
  JmesPathFile,
  ResolvedGrant,
  ResolvedReader,
  ResolvedSecret,
} from "../grant/landing-zone/landing-zone";
import { ascpAttributes } from "../rules/mounts";
import type { JmesPathEntry, MountedObject } from "./mounted-object";
import type { SyncedSecret } from "./synced-secret";

/** The full ARN of a secret in one of its regions. */
export type SecretArnIn = (secret: ResolvedSecret, region: string) => string;

/** What a reader's SecretProviderClass mounts: one object for each grant. */
export function grantedObjects(reader: ResolvedReader, secretArnIn: SecretArnIn): MountedObject[] {
  return reader.grants.map((grant) => grantedObject(grant, secretArnIn));
}

/** The Kubernetes Secrets that a reader wants copied. */
export function grantedSyncs({ syncToKubernetesSecrets }: ResolvedReader): SyncedSecret[] {
  return syncToKubernetesSecrets.map(({ data, name, type }) => ({
    secretName: name,
    type,
    data: Object.entries(data).map(([key, objectName]) => ({ key, objectName })),
  }));
}

function grantedObject(grant: ResolvedGrant, secretArnIn: SecretArnIn): MountedObject {
  const { file, jmesPath, version } = grant;
  const { failover, objectName } = names(grant, secretArnIn);
  // No alias is needed if ASCP's default file name is the wanted one.
  const needsAlias = failover !== undefined || file !== objectName.replaceAll("/", "_");
  return {
    objectName,
    objectType: grant.kind === "secret" ? "secretsmanager" : "ssmparameter",
    ...(needsAlias && { objectAlias: file }),
    ...ascpAttributes(grant),
    ...(jmesPath.length > 0 && { jmesPath: jmesPath.map(jmesPathEntry) }),
    ...(failover && {
      failoverObject: { objectName: failover, ...(version && { objectVersion: version }) },
    }),
  };
}

/**
 * The names under which an object is read. A secret of another account is read by its ARN. Within one account, the name works in
 * every region.
 */
function names(
  grant: ResolvedGrant,
  secretArnIn: SecretArnIn,
): { objectName: string; failover?: string } {
  const [region = "", failoverRegion] = grant.regions;
  if (grant.kind === "parameter" || !grant.crossAccount) return { objectName: grant.target.name };
  return {
    objectName: secretArnIn(grant.target, region),
    ...(failoverRegion && { failover: secretArnIn(grant.target, failoverRegion) }),
  };
}

function jmesPathEntry({ file, filePermission, path }: JmesPathFile): JmesPathEntry {
  return { path, objectAlias: file, ...(filePermission && { filePermission }) };
}

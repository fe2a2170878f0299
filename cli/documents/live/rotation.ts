import type { GrantListEntry } from "@aws-sdk/client-kms";
import type { DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import { parseArn, type ResolvedSecret } from "eks-pod-secrets/grant";
import type { KeyGrantDocuments, RotationDocuments, SecretDocuments } from "iam-proof";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { askAllPages, orUnread, UnreadError } from "./live-call";

/**
 * Who rotates a secret. The inventory says whose reading is declared. A function's role that the inventory does not name stays
 * unknown: otherwise anybody who may set the function could declare its role. For an existing managed external secret, AWS says
 * who rotates it.
 */
export function rotationOf(
  { existingArn, rotation }: Pick<ResolvedSecret, "existingArn" | "rotation">,
  {
    ExternalSecretRotationRoleArn: role,
    RotationEnabled,
    RotationLambdaARN,
  }: Pick<
    DescribeSecretResponse,
    "ExternalSecretRotationRoleArn" | "RotationEnabled" | "RotationLambdaARN"
  >,
): RotationDocuments | undefined {
  if (rotation) return { role: rotation.roleArn ?? null };
  if (!RotationEnabled || !(role || RotationLambdaARN)) return undefined;
  return { role: existingArn && role ? role : null };
}

/** Gives each replica the rotation of its primary: AWS reports none for a replica, which has the primary's value. */
export function withRotationOfPrimary(secrets: SecretDocuments[]): SecretDocuments[] {
  const rotations = new Map(
    secrets.flatMap(({ arn, rotation }) => (rotation ? [[nameOf(arn), rotation]] : [])),
  );
  return secrets.map((secret) => {
    const rotation = rotations.get(nameOf(secret.arn));
    return rotation ? { ...secret, rotation } : secret;
  });
}

/** Rotation roles that AWS names and the inventory does not. */
export function foundRotations(
  declared: readonly Pick<ResolvedSecret, "existingArn" | "rotation">[],
  secrets: readonly SecretDocuments[],
): string[] {
  const silent = new Set(
    declared.flatMap(({ existingArn, rotation }) =>
      existingArn && !rotation ? [nameOf(existingArn)] : [],
    ),
  );
  return secrets.flatMap(({ arn, rotation }) =>
    rotation?.role && silent.has(nameOf(arn))
      ? [`${rotation.role} rotates ${arn}, as AWS says, and counts as a declared reader`]
      : [],
  );
}

/** The name of a secret, which its replicas share. */
function nameOf(arn: string): string {
  const { account, resource } = parseArn(arn) ?? {};
  return `${account}:${resource}`;
}

/** How AWS calls the managed key where it says what a version is under. */
const MANAGED_KEY = "DefaultEncryptionKey";

/** Reads a key by whatever AWS names it by; null is the AWS managed one. */
type FindKey = (keyId: string, access: AccountAccess) => Promise<string | null>;

/** The keys with which versions of a secret can be opened, but for the one in force. */
export async function formerKeysOfSecret(
  SecretId: string,
  key: string | null,
  access: AccountAccess,
  findKey: FindKey,
): Promise<(string | null)[]> {
  const call = LIVE_CALLS.listSecretVersionIds;
  const pages = await askAllPages(call, access, { SecretId, IncludeDeprecated: true });
  const named = pages.flatMap(({ Versions }) => {
    // An answer without a list is none: AWS answers an empty one.
    if (!Versions) throw new UnreadError(call.action, "AWS answered without a list");
    return Versions.flatMap(({ KmsKeyIds = [], VersionId }) => {
      if (KmsKeyIds.length > 0) return KmsKeyIds;
      throw new UnreadError(
        call.action,
        `AWS does not say which key version ${VersionId} is under`,
      );
    });
  });
  return others(named, key, access, findKey);
}

/** The keys of a SecureString's earlier versions, but for the one in force. Its first version has none before it. */
export async function formerKeysOfParameter(
  { Name, Version }: { Name: string | undefined; Version: number | undefined },
  key: string | null,
  access: AccountAccess,
  findKey: FindKey,
): Promise<(string | null)[]> {
  if (Version === 1) return [];
  const call = LIVE_CALLS.getParameterHistory;
  const pages = await askAllPages(call, access, { Name, WithDecryption: false });
  const named = pages.flatMap(({ Parameters }) => {
    if (!Parameters) throw new UnreadError(call.action, "AWS answered without a list");
    return Parameters.map(({ KeyId, Version: version }) => {
      if (KeyId) return KeyId;
      throw new UnreadError(call.action, `AWS does not say which key version ${version} is under`);
    });
  });
  return others(named, key, access, findKey);
}

async function others(
  named: string[],
  key: string | null,
  access: AccountAccess,
  findKey: FindKey,
): Promise<(string | null)[]> {
  const found = new Set<string | null>();
  for (const id of new Set(named)) {
    if (id === MANAGED_KEY) found.add(null);
    else {
      const one = await orGone(() => findKey(id, access));
      if (one !== undefined) found.add(one);
    }
  }
  found.delete(key);
  return [...found];
}

/** With a key that is gone nothing can be opened any more. */
function orGone<T>(find: () => Promise<T>): Promise<T | undefined> {
  return orUnread(find, (error) => {
    if (error.code !== "NotFoundException") throw error;
    return undefined;
  });
}

/** Reads every grant of a key. */
export async function keyGrants(
  KeyId: string,
  access: AccountAccess,
): Promise<KeyGrantDocuments[]> {
  const pages = await askAllPages(LIVE_CALLS.listGrants, access, { KeyId });
  return pages.flatMap(({ Grants }) => Grants ?? []).map(grantDocuments);
}

function grantDocuments(grant: GrantListEntry): KeyGrantDocuments {
  const { Constraints, GranteePrincipal, GranteeServicePrincipal, Operations } = grant;
  const grantee = GranteePrincipal ?? GranteeServicePrincipal;
  if (!grantee || !Operations) {
    const reason = `AWS names the grant ${grant.GrantId} and leaves out what it gives, or to whom`;
    throw new UnreadError(LIVE_CALLS.listGrants.action, reason);
  }
  return {
    grantee,
    operations: Operations,
    retiringPrincipal: grant.RetiringPrincipal ?? grant.RetiringServicePrincipal ?? null,
    encryptionContextSubset: Constraints?.EncryptionContextSubset ?? null,
    encryptionContextEquals: Constraints?.EncryptionContextEquals ?? null,
    sourceArn: Constraints?.SourceArn ?? null,
  };
}

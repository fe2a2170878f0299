import {
  paginateListSecrets,
  paginateListSecretVersionIds,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { paginateDescribeParameters, SSMClient } from "@aws-sdk/client-ssm";
import { inParallel } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";

/** Something in an account that a key encrypts, and that cannot be read without it. */
export interface KeyUser {
  kind: "secret" | "parameter";
  name: string;
  /** Whether it is deleted but can be restored. */
  isDeleted: boolean;
  /** Whether the secret has another key by now but versions are still under this one, or AWS does not say which key they are under. */
  byVersions?: true;
}

/** The most lists of versions that are requested at the same time. */
const AT_ONCE = 8;

/** AWS's name for the managed key in lists of versions. */
const MANAGED_KEY = "DefaultEncryptionKey";

/**
 * The secrets and parameters in the region of `access` that name a key by its ARN, id or alias. If none does, the secrets with
 * versions that are still under it: whoever gave a secret another key may have lacked the rights to encrypt these again.
 */
export async function keyUsers(
  { alias, arn }: { alias: string; arn: string },
  access: AccountAccess,
): Promise<KeyUser[]> {
  const aliasArn = `${arn.slice(0, arn.lastIndexOf(":"))}:alias/${alias}`;
  const names = new Set([arn, arn.slice(arn.lastIndexOf("/") + 1), `alias/${alias}`, aliasArn]);
  const secretsManager = new SecretsManagerClient(access);
  const ssm = new SSMClient(access);
  const found: KeyUser[] = [];
  const others: (KeyUser & { keyNow: string })[] = [];
  try {
    const all = { IncludePlannedDeletion: true };
    for await (const { SecretList = [] } of paginateListSecrets({ client: secretsManager }, all)) {
      for (const { DeletedDate, KmsKeyId = "", Name = "" } of SecretList) {
        const secret = {
          kind: "secret" as const,
          name: Name,
          isDeleted: DeletedDate !== undefined,
        };
        if (names.has(KmsKeyId)) found.push(secret);
        else others.push({ ...secret, keyNow: KmsKeyId });
      }
    }
    for await (const { Parameters = [] } of paginateDescribeParameters({ client: ssm }, {})) {
      for (const { KeyId = "", Name = "" } of Parameters) {
        if (names.has(KeyId)) found.push({ kind: "parameter", name: Name, isDeleted: false });
      }
    }
    if (found.length > 0) return found;
    const left = await inParallel(others, AT_ONCE, async ({ keyNow, ...secret }) =>
      (await hasVersionUnder(names, keyNow, secret.name, secretsManager))
        ? [{ ...secret, byVersions: true as const }]
        : [],
    );
    return left.flat();
  } finally {
    secretsManager.destroy();
    ssm.destroy();
  }
}

/** Whether some version of a secret, labelled or not, may need the key with these names. */
async function hasVersionUnder(
  names: ReadonlySet<string>,
  keyNow: string,
  SecretId: string,
  client: SecretsManagerClient,
): Promise<boolean> {
  const asked = { SecretId, IncludeDeprecated: true };
  for await (const { Versions = [] } of paginateListSecretVersionIds({ client }, asked)) {
    if (Versions.some(({ KmsKeyIds = [] }) => needsKey(names, keyNow, KmsKeyIds))) return true;
  }
  return false;
}

/** A version under several keys can be read with any of them, so the secret's present key is enough. */
function needsKey(names: ReadonlySet<string>, keyNow: string, keyIds: readonly string[]): boolean {
  if (keyIds.includes(keyNow || MANAGED_KEY)) return false;
  return keyIds.length === 0 || keyIds.some((id) => names.has(id));
}

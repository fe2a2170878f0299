import { paginateListSecrets, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { paginateDescribeParameters, SSMClient } from "@aws-sdk/client-ssm";

import type { AccountAccess } from "../../aws/account-access";

/** What an account has under a key: its value cannot be read without it. */
export interface KeyUser {
  kind: "secret" | "parameter";
  name: string;
  /** Whether it is deleted, and can be restored. */
  isDeleted: boolean;
}

/** The secrets and parameters of the region of `access` that name a key, by its ARN, its id or its alias. */
export async function keyUsers(
  { alias, arn }: { alias: string; arn: string },
  access: AccountAccess,
): Promise<KeyUser[]> {
  const aliasArn = `${arn.slice(0, arn.lastIndexOf(":"))}:alias/${alias}`;
  const names = new Set([arn, arn.slice(arn.lastIndexOf("/") + 1), `alias/${alias}`, aliasArn]);
  const secretsManager = new SecretsManagerClient(access);
  const ssm = new SSMClient(access);
  const found: KeyUser[] = [];
  try {
    const all = { IncludePlannedDeletion: true };
    for await (const { SecretList = [] } of paginateListSecrets({ client: secretsManager }, all)) {
      for (const { DeletedDate, KmsKeyId = "", Name = "" } of SecretList) {
        if (!names.has(KmsKeyId)) continue;
        found.push({ kind: "secret", name: Name, isDeleted: DeletedDate !== undefined });
      }
    }
    for await (const { Parameters = [] } of paginateDescribeParameters({ client: ssm }, {})) {
      for (const { KeyId = "", Name = "" } of Parameters) {
        if (names.has(KeyId)) found.push({ kind: "parameter", name: Name, isDeleted: false });
      }
    }
    return found;
  } finally {
    secretsManager.destroy();
    ssm.destroy();
  }
}

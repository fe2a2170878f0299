import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import {
  DescribeSecretCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

import type { ResolvedSecret } from "../../../sdk/grant";
import type { AccountAccess } from "../../aws/account-access";
import { isError } from "../../aws/aws-error";
import { UserError } from "../../terminal/errors";

/** A secret within its recovery window. */
export interface DeletedSecret {
  arn: string;
  /** Takes back the key that encrypts its value, where that is to be deleted; answers its ARN. */
  enableKey(): Promise<string | undefined>;
  restore(): Promise<void>;
}

/** A `UserError` where the secret is not there, or is not deleted. */
export async function deletedSecret(
  { account, id, name, region }: ResolvedSecret,
  access: AccountAccess,
): Promise<DeletedSecret> {
  const client = new SecretsManagerClient(access);
  const place = `${region} of account ${account.id} (${account.name})`;
  const described = client.send(new DescribeSecretCommand({ SecretId: name }));
  const {
    ARN = "",
    DeletedDate,
    KmsKeyId,
  } = await described.catch((error: unknown) => {
    if (!isError(error, "ResourceNotFoundException")) throw error;
    throw new UserError(
      `there is no secret ${name} in ${place} to restore: its recovery window is over; eks-pod-secrets up makes a new one, without a value`,
    );
  });
  if (!DeletedDate) {
    throw new UserError(`secret ${id} must be deleted to be restored, got one that is in ${place}`);
  }
  return {
    arn: ARN,
    enableKey: async () => (KmsKeyId ? enabledKey(KmsKeyId, new KMSClient(access)) : undefined),
    restore: async () => {
      await client.send(new RestoreSecretCommand({ SecretId: ARN }));
    },
  };
}

async function enabledKey(KeyId: string, kms: KMSClient): Promise<string | undefined> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  const arn = KeyMetadata?.Arn ?? KeyId;
  if (KeyMetadata?.KeyState === "Disabled") {
    throw new UserError(
      `the key that encrypts the value must be enabled, got ${arn}, which is disabled; where it is to be used again: aws kms enable-key`,
    );
  }
  if (KeyMetadata?.KeyState !== "PendingDeletion") return undefined;
  await kms.send(new CancelKeyDeletionCommand({ KeyId }));
  await kms.send(new EnableKeyCommand({ KeyId }));
  return arn;
}

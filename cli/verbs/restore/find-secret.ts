import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  type KeyState,
  KMSClient,
} from "@aws-sdk/client-kms";
import {
  DescribeSecretCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { accountTitle, type ResolvedSecret } from "eks-pod-secrets/grant";
import type { AccountAccess } from "../../aws/account-access";
import { isError } from "../../aws/aws-error";
import { UserError } from "../../terminal/errors";

/** A secret in its account. */
export interface FoundSecret {
  arn: string;
  /** Whether it is within its recovery window. */
  isDeleted: boolean;
  /** The customer managed key that encrypts its value. */
  key?: { arn: string; state?: KeyState };
  restore(): Promise<void>;
  /** Enables its key, which is scheduled for deletion or, since that was cancelled, disabled. */
  enableKey(): Promise<void>;
}

/** Finds the secret. A missing one is a `UserError`. */
export async function findSecret(
  { account, name, region }: ResolvedSecret,
  access: AccountAccess,
): Promise<FoundSecret> {
  const client = new SecretsManagerClient(access);
  const kms = new KMSClient(access);
  const described = client.send(new DescribeSecretCommand({ SecretId: name }));
  const {
    ARN = "",
    DeletedDate,
    KmsKeyId: KeyId,
  } = await described.catch((error: unknown) => {
    if (!isError(error, "ResourceNotFoundException")) throw error;
    throw new UserError(
      `there is no secret ${name} in ${region} of account ${accountTitle(account)} to restore: it was never made, or is deleted for good, and its value is lost; eks-pod-secrets up --refresh makes one, without a value`,
    );
  });
  const key = KeyId === undefined ? undefined : await describedKey(KeyId, kms);
  return {
    arn: ARN,
    isDeleted: DeletedDate !== undefined,
    ...(key && { key }),
    restore: async () => {
      await client.send(new RestoreSecretCommand({ SecretId: ARN }));
    },
    enableKey: async () => {
      if (key?.state === "PendingDeletion") await kms.send(new CancelKeyDeletionCommand({ KeyId }));
      await kms.send(new EnableKeyCommand({ KeyId }));
    },
  };
}

async function describedKey(KeyId: string, kms: KMSClient): Promise<FoundSecret["key"]> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  return { arn: KeyMetadata?.Arn ?? KeyId, state: KeyMetadata?.KeyState };
}

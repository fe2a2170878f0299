import { randomUUID } from "node:crypto";
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { ResolvedSecret } from "eks-pod-secrets/grant";
import type { AccountAccess } from "../../aws/account-access";
import { isError, nothingIf, unreadable } from "../../aws/aws-error";
import { UserError } from "../../terminal/errors";
import type { PutAnswer } from "./shape";
import type { SecretValue } from "./standard-input";

/** Makes the value the secret's current one, with a new version unless it already is. */
export async function putSecret(
  secret: ResolvedSecret,
  { bytes, text }: SecretValue,
  access: AccountAccess,
): Promise<Pick<PutAnswer, "result" | "version">> {
  const client = new SecretsManagerClient(access);
  const SecretId = secret.existingArn ?? secret.name;
  const current = await currentValue(client, SecretId);
  if (current && bytes.equals(current.bytes)) {
    return { result: "unchanged", version: current.version };
  }
  try {
    const { $metadata, VersionId } = await client.send(
      new PutSecretValueCommand({
        SecretId,
        // Fixed before the first attempt, so that a retry cannot create a second version.
        ClientRequestToken: randomUUID(),
        ...(text === undefined ? { SecretBinary: bytes } : { SecretString: text }),
      }),
    );
    if (!VersionId) throw unreadable($metadata);
    return { result: "created", version: VersionId };
  } catch (error) {
    if (!isError(error, "ResourceNotFoundException")) throw error;
    const { name } = secret.account;
    throw new UserError(
      `secret ${secret.name} must exist before its value, found none in ${secret.region} of account ${secret.account.id} (${name}); deploy it: eks-pod-secrets up --only ${name}.secrets`,
    );
  }
}

/** The current value; undefined if there is none or the caller may not read it. */
async function currentValue(client: SecretsManagerClient, SecretId: string) {
  const unless = nothingIf("ResourceNotFoundException", "AccessDeniedException");
  const read = await client.send(new GetSecretValueCommand({ SecretId })).catch(unless);
  if (!read) return undefined;
  const bytes = Buffer.from(read.SecretString ?? read.SecretBinary ?? "");
  return { bytes, version: read.VersionId ?? "" };
}

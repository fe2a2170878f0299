import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type AwsSession, filesOfFirst } from "./aws-session";
import { describeError } from "./client-error";
import { type Descriptor, type FailoverObject, failedOver } from "./descriptor";
import type { FileNaming } from "./descriptors";
import { type FetchedFile, filesOf } from "./fetched-file";
import { type Log, MountError } from "./mount-error";

const MODELLED = [
  "DecryptionFailure",
  "InternalServiceError",
  "InvalidParameterException",
  "InvalidRequestException",
  "ResourceNotFoundException",
];

/** Fetches one secret from the first region that has it; a fatal error in any region ends the mount. */
export async function fetchSecret(
  sessions: AwsSession[],
  descriptor: Descriptor,
  fileName: FileNaming,
  log: Log,
): Promise<FetchedFile[]> {
  const files = await filesOfFirst(sessions, log, async (session, isFailover) =>
    filesOf(descriptor, await getValue(session, descriptor, isFailover), fileName),
  );
  if (files.length > 0) return files;
  throw new MountError(
    `Failed to fetch secret from all regions. Verify secret exists and required permissions are granted for: ${descriptor.objectName}`,
  );
}

async function getValue(
  session: AwsSession,
  descriptor: Descriptor,
  isFailover: boolean,
): Promise<Pick<FetchedFile, "value" | "version">> {
  const pick = (member: keyof FailoverObject) => failedOver(descriptor, member, isFailover);
  const client = new SecretsManagerClient(session);
  try {
    const {
      SecretString,
      SecretBinary,
      VersionId = "",
    } = await client.send(
      new GetSecretValueCommand({
        SecretId: pick("objectName"),
        ...(pick("objectVersion") && { VersionId: pick("objectVersion") }),
        ...(pick("objectVersionLabel") && { VersionStage: pick("objectVersionLabel") }),
      }),
    );
    return { value: Buffer.from(SecretString ?? SecretBinary ?? ""), version: VersionId };
  } catch (error) {
    const { fatal, text } = describeError(error, "Secrets Manager: GetSecretValue", MODELLED);
    const message = `${session.region}: Failed fetching secret ${descriptor.objectName}: ${text}`;
    throw fatal ? new MountError(message) : new Error(message);
  } finally {
    client.destroy();
  }
}

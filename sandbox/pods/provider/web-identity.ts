import {
  AssumeRoleWithWebIdentityCommand,
  ExpiredTokenException,
  InvalidIdentityTokenException,
  STSClient,
  STSServiceException,
} from "@aws-sdk/client-sts";
import type { PodCredentials } from "../agent/agent-request";

/** Why STS gave no credentials, as the SDK words it. */
export class WebIdentityError extends Error {
  constructor(
    message: string,
    /** It ends the mount, whatever another region has. */
    public readonly fatal: boolean,
  ) {
    super(message);
  }
}

/** Credentials of the role that a service account's annotation names, for the token that the driver hands over. */
export async function webIdentityCredentials(
  { endpoint, region }: { endpoint: string; region: string },
  roleArn: string,
  token: string,
): Promise<PodCredentials> {
  const client = new STSClient({ endpoint, region });
  try {
    const { Credentials } = await client.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        // The SDK's own name where the provider gives none: nanoseconds.
        RoleSessionName: `${Date.now()}000000`,
        WebIdentityToken: token,
      }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
  } catch (error) {
    throw webIdentityError(error);
  } finally {
    client.destroy();
  }
}

/** The SDK repeats a call that ends in `InvalidIdentityToken`, as a new provider may not be known everywhere. */
const REPEATED = "exceeded maximum number of attempts, 3, ";

function webIdentityError(error: unknown): WebIdentityError {
  const operation =
    "failed to retrieve credentials, operation error STS: AssumeRoleWithWebIdentity";
  if (!(error instanceof STSServiceException)) {
    const reason = error instanceof Error ? error.message : String(error);
    return new WebIdentityError(`${operation}, ${reason}`, false);
  }
  const { httpStatusCode = 0, requestId = "" } = error.$metadata;
  const isInvalid = error instanceof InvalidIdentityTokenException;
  const isModelled = isInvalid || error instanceof ExpiredTokenException;
  const code = isInvalid
    ? "InvalidIdentityToken"
    : isModelled
      ? error.name
      : `api error ${error.name}`;
  return new WebIdentityError(
    `${operation}, ${isInvalid ? REPEATED : ""}https response error StatusCode: ${httpStatusCode}, RequestID: ${requestId}, ${code}: ${error.message}`,
    isModelled,
  );
}

import { validationException } from "../../operations/input/refusals";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { readSecret } from "../secretsmanager/get-secret-value";

/** A secret that is read as a parameter, by the name `/aws/reference/secretsmanager/NAME:SELECTOR`. */
export interface SecretReference {
  secretId: string;
  /** A version id or a staging label. */
  selector?: string;
}

const PREFIX = "/aws/reference/secretsmanager/";
const VERSION_ID = /^[\w-]{32,64}$/;

/** Reads the name of a secret that is referred to; undefined for the name of a parameter. */
export function readSecretReference(given: string): SecretReference | undefined {
  if (!given.startsWith(PREFIX)) return undefined;
  const [secretId = "", selector] = given.slice(PREFIX.length).split(":", 2);
  return { secretId, ...(selector !== undefined && { selector }) };
}

/** The secret as a parameter: https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html */
export function showSecret(
  request: EncryptingRequest,
  { secretId, selector }: SecretReference,
  decrypt: boolean,
): Record<string, unknown> | undefined {
  if (!decrypt) {
    throw validationException(
      "WithDecryption flag must be True for retrieving a Secret Manager secret.",
    );
  }
  const secret = readReferenced(request, secretId, selector);
  if (!secret) return undefined;
  if (!("SecretString" in secret)) {
    throw validationException("SecretBinary of a reference is not offered by the sandbox");
  }
  const CreatedDate = secret.CreatedDate.getTime() / 1000;
  return {
    Name: PREFIX + secretId,
    Type: "SecureString",
    Value: secret.SecretString,
    Version: 0,
    ...(selector !== undefined && { Selector: `:${selector}` }),
    SourceResult: JSON.stringify({ ...secret, CreatedDate }),
    LastModifiedDate: secret.CreatedDate,
    ARN: secret.ARN,
    DataType: "text",
  };
}

/** Reads the secret as the caller, who needs `secretsmanager:GetSecretValue`, too. */
function readReferenced(request: EncryptingRequest, SecretId: string, selector?: string) {
  const kind = selector !== undefined && VERSION_ID.test(selector) ? "VersionId" : "VersionStage";
  try {
    return readSecret({
      ...request,
      action: "secretsmanager:GetSecretValue",
      input: request.input.inside({ SecretId, [kind]: selector }),
    });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
    return undefined;
  }
}

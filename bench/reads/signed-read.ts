import { Readable } from "node:stream";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** Who reads which secret. */
export interface Reader {
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  /** Name or ARN. */
  secretId: string;
}

/** A `GetSecretValue` request, signed; it can be sent again as long as its signature is young. */
export interface SignedRead {
  headers: Record<string, string>;
  body: string;
}

/** Has the SDK sign one read, without sending it. Done once a reader, so that signing does not bound the rate. */
export async function signedRead(
  endpoint: string,
  { credentials, secretId }: Reader,
): Promise<SignedRead> {
  let signed: SignedRead | undefined;
  const keep = async ({ body, headers }: SignedRead) => {
    signed = { body, headers };
    return { response: { statusCode: 200, headers: {}, body: Readable.from(["{}"]) } };
  };
  const client = new SecretsManagerClient({
    ...{ endpoint, credentials, region: "us-east-1" },
    requestHandler: { handle: keep, metadata: { handlerProtocol: "http/1.1" } },
  });
  await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (!signed) throw new Error("the SDK must hand over the request that it signed");
  return signed;
}

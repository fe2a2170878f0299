import { appendFileSync } from "node:fs";
import { KMS } from "@aws-sdk/client-kms";
import type { ControlClient } from "../../sandbox/instance/control-client";
import type { Connection } from "../../sandbox/instance/data-directory";

/** The account of the key. No inventory has it. */
const ACCOUNT = { id: "999999999999", region: "us-east-1" };
const PROFILE = "states";

/**
 * Makes a key that encrypts the secrets in the states, like teams that share a backend, and a profile that may use it. With a
 * passphrase, each run would derive a key three to five times, which takes a sixth of its processor time.
 */
export async function makeStateKey(
  { endpoint }: Connection,
  control: ControlClient,
  environment: Record<string, string>,
): Promise<string> {
  const { region } = ACCOUNT;
  const credentials = await control.account(ACCOUNT);
  const { KeyMetadata } = await new KMS({ endpoint, region, credentials }).createKey({});
  const profile = `\n[${PROFILE}]\naws_access_key_id = ${credentials.accessKeyId}\naws_secret_access_key = ${credentials.secretAccessKey}\n`;
  appendFileSync(environment.AWS_SHARED_CREDENTIALS_FILE ?? "", profile);
  return `awskms:///${KeyMetadata?.Arn}?region=${region}&profile=${PROFILE}&awssdk=v2`;
}

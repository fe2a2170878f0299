import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { PACE_VARIABLE } from "../clusters/pace";
import { type AccountCredentials, controlClient } from "../instance/control-client";
import type { Connection, DataDirectory } from "../instance/data-directory";
import { inventoryFile, readInventory } from "../instance/served-inventory";

export function awsEnvironment(
  { endpoint }: Pick<Connection, "endpoint">,
  account: AccountCredentials,
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** Variables with which `pulumi` uses the sandbox's engine, providers, project and backend from any directory. */
export function pulumiEnvironment(
  data: DataDirectory,
  searchPath = process.env.PATH ?? "",
): Record<string, string> {
  const rest = searchPath.split(delimiter).filter((directory) => directory !== data.bin);
  return {
    EKS_POD_SECRETS_SANDBOX: data.path,
    ...(existsSync(data.pace) && { [PACE_VARIABLE]: readFileSync(data.pace, "utf8") }),
    PATH: [data.bin, ...rest].join(delimiter),
    PULUMI_HOME: data.pulumiHome,
    // Without metadata files: Pulumi does not write them atomically, and an empty one makes the stack unusable.
    PULUMI_BACKEND_URL: `file://${data.backend}?metadata=skip`,
    PULUMI_OPTION_CWD: data.project,
    PULUMI_CONFIG_PASSPHRASE_FILE: data.passphrase,
    PULUMI_CREDENTIAL_STORE: "plaintext",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
  };
}

/** Variables that would lead a run out of the sandbox, and certificates for outside hosts, which cost each process 0.04 s. */
const FOREIGN =
  /^(AWS_|PULUMI_|KUBECONFIG$|NODE_EXTRA_CA_CERTS$|EKS_POD_SECRETS_(?!SANDBOX_PACE$))/;

export function unrelatedVariables(variables: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = Object.entries(variables).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && !FOREIGN.test(pair[0]),
  );
  return Object.fromEntries(pairs);
}

/** The environment of `eks-pod-secrets` in the sandbox: a profile for each account, and none of the user's AWS or Pulumi settings. */
export async function commandEnvironment(
  data: DataDirectory,
  connection: Connection,
): Promise<Record<string, string>> {
  return {
    ...unrelatedVariables(process.env),
    ...(await profilesEnvironment(data, connection)),
    ...pulumiEnvironment(data),
  };
}

/** Lets one process act in every account: an AWS configuration file with a profile named after each account. */
export async function profilesEnvironment(
  data: DataDirectory,
  connection: Connection,
): Promise<Record<string, string>> {
  const control = controlClient(connection);
  const profiles: string[] = [];
  const declared = readInventory(data).accounts;
  // Without its inventory, which may be about to be written anew, the sandbox still has its accounts.
  const accounts = declared.length > 0 ? declared : (await control.status()).accounts;
  for (const account of accounts) {
    const { accessKeyId, region, secretAccessKey } = await control.account(account);
    profiles.push(
      `[${account.name ?? account.id}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\nregion = ${region}\n`,
    );
  }
  const file = join(data.path, "aws-credentials");
  writeFileSync(`${file}.${process.pid}`, profiles.join("\n"), { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
  return {
    AWS_ENDPOINT_URL: connection.endpoint,
    // Lets a command without a profile say where the profiles come from.
    EKS_POD_SECRETS_SANDBOX_INVENTORY: inventoryFile(data),
    AWS_SHARED_CREDENTIALS_FILE: file,
    // An absent file: the user's own profiles must not be used.
    AWS_CONFIG_FILE: join(data.path, "no-aws-config"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

import { existsSync, readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { PACE_VARIABLE } from "../clusters/pace";
import type { AccountCredentials } from "../instance/control-client";
import type { Connection, DataDirectory } from "../instance/data-directory";
import { profilesEnvironment } from "../instance/profiles";

/** What makes the AWS CLI and any SDK act in one account of the sandbox. */
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

/** What makes `pulumi` use the sandbox's engine, providers, project and backend from any directory. */
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
    // Files of metadata are not written at once: one that a kill leaves empty closes the stack for good.
    PULUMI_BACKEND_URL: `file://${data.backend}?metadata=skip`,
    PULUMI_OPTION_CWD: data.project,
    PULUMI_CONFIG_PASSPHRASE_FILE: data.passphrase,
    PULUMI_CREDENTIAL_STORE: "plaintext",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
  };
}

/**
 * Variables of the surroundings that would lead a run out of the sandbox; and the certificates of hosts outside, which each
 * process of Node.js reads for 0.04 s when it starts, and which nothing here calls.
 */
const FOREIGN =
  /^(AWS_|PULUMI_|KUBECONFIG$|NODE_EXTRA_CA_CERTS$|EKS_POD_SECRETS_(?!SANDBOX_PACE$))/;

/** The variables that may take part in a run. */
export function unrelatedVariables(variables: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = Object.entries(variables).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && !FOREIGN.test(pair[0]),
  );
  return Object.fromEntries(pairs);
}

/**
 * The whole environment of `eks-pod-secrets` in the sandbox, which acts in every account of the inventory, in each by the
 * profile of its name. Nothing of the user's own AWS or Pulumi settings gets in.
 */
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

import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { controlClient } from "./control-client";
import type { Connection, DataDirectory } from "./data-directory";
import { inventoryFile, readInventory } from "./inventory-account";

/**
 * What lets one process act in every account of the inventory: a file of the AWS configuration in the data directory, with a
 * profile for each account under its name.
 */
export async function profilesEnvironment(
  data: DataDirectory,
  connection: Connection,
): Promise<Record<string, string>> {
  const control = controlClient(connection);
  const profiles: string[] = [];
  for (const declared of readInventory(data).accounts) {
    const { accessKeyId, region, secretAccessKey } = await control.account(declared);
    profiles.push(
      `[${declared.name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\nregion = ${region}\n`,
    );
  }
  const file = join(data.path, "aws-credentials");
  writeFileSync(`${file}.${process.pid}`, profiles.join("\n"), { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
  return {
    AWS_ENDPOINT_URL: connection.endpoint,
    // So that a command that lacks a profile can say where the profiles come from.
    EKS_POD_SECRETS_SANDBOX_INVENTORY: inventoryFile(data),
    AWS_SHARED_CREDENTIALS_FILE: file,
    // A name that holds nothing: the user's own profiles must not take part.
    AWS_CONFIG_FILE: join(data.path, "no-aws-config"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

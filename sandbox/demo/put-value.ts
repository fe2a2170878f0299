import { spawn } from "node:child_process";
import { join } from "node:path";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { compiledFile } from "../instance/checkout";
import { inventoryAccount } from "../instance/inventory-account";
import { accountEnvironment, type Demo } from "./deploy";

/**
 * Puts a secret's value into its owner's account by `eks-pod-secrets put`, from standard input: it is in no argument,
 * no file and no state. False when the secret has that value already.
 */
export async function putValue(
  demo: Demo,
  { secret, account, value }: { secret: string; account: string; value: string },
): Promise<boolean> {
  if ((await currentValue(demo, account, secret)) === value) return false;
  const environment = await accountEnvironment(demo, account);
  const inventory = join(demo.data.project, "landing-zone.yaml");
  const args = [compiledFile("cli/main.js"), "put", secret, "--inventory", inventory];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: environment,
      stdio: ["pipe", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`put ${secret} failed: ${said.trim()}`)),
    );
    child.stdin.on("error", () => {}).end(value);
  });
  return true;
}

async function currentValue(
  { data, connection, control }: Demo,
  accountName: string,
  secret: string,
): Promise<string | undefined> {
  const account = inventoryAccount(data, accountName);
  const credentials = await control.account(account);
  const client = new SecretsManagerClient({
    endpoint: connection.endpoint,
    region: account.region,
    credentials,
  });
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId: secret }))).SecretString;
  } catch (error) {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

import { Command } from "commander";
import { describeEngine } from "../engine/engine";
import { controlClient } from "../instance/control-client";
import {
  type Connection,
  connection,
  type DataDirectory,
  dataDirectory,
  isSandbox,
  removeDataDirectory,
} from "../instance/data-directory";
import { inventoryAccount, inventoryStacks } from "../instance/inventory-account";
import { profilesEnvironment } from "../instance/profiles";
import { serverStatus, startServer, stopServer } from "../instance/server-process";
import { describeStatus } from "../instance/status-text";
import { awsEnvironment, commandEnvironment, pulumiEnvironment } from "../pulumi/environment";
import { prepareEngine } from "../pulumi/prepare";
import { createStacks } from "../pulumi/run-pulumi";

const EXAMPLES = `
Examples:
  npm run -s sandbox -- start
  eval "$(npm run -s sandbox -- env account-b)" && aws secretsmanager list-secrets
  eval "$(npm run -s sandbox -- env account-b --pulumi)" && pulumi up -s account-b.secrets
  eval "$(npm run -s sandbox -- env --pulumi)" && npx eks-pod-secrets up
  npm run -s sandbox -- exec application-a -- cat /mnt/secret/secret-a
  npm run -s sandbox -- destroy

Everything is kept in .sandbox of the checkout, or in $EKS_POD_SECRETS_SANDBOX.
Exit codes: 0 done, 1 not running or failed, 2 wrong arguments; exec ends as its command does.`;

/** The command behind `npm run -s sandbox`. */
function sandboxCommand(): Command {
  const command = new Command("sandbox")
    .description("A stand-in for AWS accounts and an EKS cluster on this machine. It is not AWS.")
    .addHelpText("after", EXAMPLES)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

  command.command("start").description("start it, unless it runs already").action(start);
  command.command("stop").description("stop it; its state stays").action(stop);
  command
    .command("status")
    .description("what runs in it; exit code 1 when it does not run")
    .option("--json", "as JSON")
    .action(status);
  command
    .command("env")
    .description(
      "print the export lines that make the AWS CLI and SDKs act as an account's administrator;\n" +
        "without an account, as any account's, each a profile by its name",
    )
    .argument("[account]", "name in landing-zone.yaml, or twelve-digit id")
    .option("--pulumi", "and those that make pulumi use the sandbox's engine, project and backend")
    .action(env);
  command
    .command("exec")
    .description("run cat or ls in a reader's pod")
    .argument("<reader>", "name of the reader, e.g. application-a")
    .argument("<command...>", "after --, e.g. cat /mnt/secret/secret-a")
    .action(exec);
  command
    .command("remount")
    .description("mount a reader's volumes again, as the driver's rotation does")
    .argument("<reader>", "name of the reader")
    .action(remount);
  command.command("destroy").description("stop it and remove everything it keeps").action(destroy);
  return command;
}

async function start(): Promise<void> {
  const { started, endpoint } = await startServer(dataDirectory());
  console.log(`sandbox ${started ? "started" : "runs already"} on ${endpoint}, a stand-in for AWS`);
}

async function stop(): Promise<void> {
  const data = dataDirectory();
  const stopped = isSandbox(data) && (await stopServer(data));
  console.log(stopped ? "sandbox stopped" : "sandbox was not running");
}

async function status({ json }: { json?: boolean }): Promise<void> {
  const data = dataDirectory();
  const running = isSandbox(data) ? await serverStatus(connection(data)) : undefined;
  if (!running) process.exitCode = 1;
  if (json) console.log(JSON.stringify({ running: running !== undefined, ...running }, null, 2));
  else console.log(running ? describeStatus(running) : "sandbox is not running");
}

async function env(name: string | undefined, { pulumi }: { pulumi?: boolean }): Promise<void> {
  const data = dataDirectory();
  const reach = connection(data);
  const engine = pulumi && (await prepareEngine(data, (line) => console.error(line)));
  const variables =
    name === undefined
      ? await profilesEnvironment(data, reach)
      : await oneAccountEnvironment(data, reach, name, pulumi === true);
  if (engine) {
    console.error(describeEngine(engine));
    Object.assign(variables, pulumiEnvironment(data));
  }
  const keys = name === undefined ? " AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY" : "";
  console.log(`unset AWS_PROFILE AWS_SESSION_TOKEN${keys}`);
  for (const [name, value] of Object.entries(variables)) {
    console.log(`export ${name}='${value.replaceAll("'", "'\\''")}'`);
  }
}

async function oneAccountEnvironment(
  data: DataDirectory,
  reach: Connection,
  name: string,
  pulumi: boolean,
): Promise<Record<string, string>> {
  const declared = inventoryAccount(data, name);
  const account = await controlClient(reach).account(declared);
  if (pulumi) {
    const environment = await commandEnvironment(data, reach);
    await createStacks(environment, inventoryStacks(data, declared.name ?? ""));
  }
  return awsEnvironment(reach, account);
}

async function exec(reader: string, command: string[]): Promise<void> {
  const result = await controlClient(connection(dataDirectory())).exec(reader, command);
  process.stdout.write(result.stdout);
  process.stderr.write(result.stderr);
  process.exitCode = result.exitCode;
}

async function remount(reader: string): Promise<void> {
  const { pods } = await controlClient(connection(dataDirectory())).remount(reader);
  console.log(describeStatus({ pods }));
}

async function destroy(): Promise<void> {
  const data = dataDirectory();
  await stopServer(data).catch(() => false);
  const removed = removeDataDirectory(data);
  console.log(removed ? `removed ${data.path}` : "there is no sandbox");
}

sandboxCommand()
  .parseAsync()
  .catch((error: unknown) => {
    console.error(`sandbox: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = error instanceof RangeError ? 2 : 1;
  });

import { Command } from "commander";
import { PACE_VARIABLE } from "../clusters/pace";
import { controlClient, type SandboxStatus } from "../instance/control-client";
import {
  connection,
  dataDirectory,
  isSandbox,
  removeDataDirectory,
} from "../instance/data-directory";
import { serverStatus, startServer, stopServer } from "../instance/server-process";
import { WEATHER_NAMES } from "../weather/weather";
import { runInEnvironment, sandboxVariables } from "./environment";

const EXAMPLES = `
Examples:
  npx eks-pod-secrets sandbox start
  npx eks-pod-secrets sandbox start --weather storm
  EKS_POD_SECRETS_SANDBOX_PACE=0.05 npx eks-pod-secrets sandbox start --weather 17
  npx eks-pod-secrets sandbox exec --account account-b -- aws secretsmanager list-secrets
  npx eks-pod-secrets sandbox exec --pulumi -- npx eks-pod-secrets up
  npx eks-pod-secrets sandbox exec --pod application-a -- cat /mnt/secret/secret-a
  eval "$(npx eks-pod-secrets sandbox env account-b --pulumi)" && pulumi up -s account-b.secrets
  npx eks-pod-secrets sandbox destroy

An account is a name in landing-zone.yaml, or any twelve-digit id. Everything is kept in .sandbox of this directory, of the
checkout where this is one, or in $EKS_POD_SECRETS_SANDBOX.
Exit codes: 0 done, 1 not running or failed, 2 wrong arguments; exec ends as its command does.`;

const PULUMI =
  "and those that make pulumi use the sandbox's engine and backend; and the sandbox's project,\n" +
  "unless the directory is in a project of your own";

const WEATHER =
  "how AWS behaves: IAM that is late, throttling, failures, lost answers, at AWS's own pace unless\n" +
  `$${PACE_VARIABLE} is set. ${WEATHER_NAMES.join(", ")}; or a whole number, from which one is drawn. Defaults to calm`;

function sandboxCommand(): Command {
  const command = new Command("eks-pod-secrets sandbox")
    .description("A stand-in for AWS accounts and an EKS cluster on this machine. It is not AWS.")
    .addHelpText("after", EXAMPLES)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

  command
    .command("start")
    .description("start it, unless it runs already")
    .option("--weather <name|seed>", WEATHER)
    .action(start);
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
    .argument("[account]", "name or id")
    .option("--pulumi", PULUMI)
    .action(env);
  command
    .command("exec")
    .description("run a command with the variables that env prints; or cat or ls in a reader's pod")
    .argument("<command...>", "after --, e.g. pulumi preview")
    .option("--account <account>", "name or id; defaults to all, as env does")
    .option("--pulumi", PULUMI)
    .option("--pod <reader>", "run it in the pod of this reader, e.g. application-a")
    .action(exec);
  command
    .command("remount")
    .description(
      "mount a reader's volumes again, as the driver's rotation does; exit code 1 when that fails",
    )
    .argument("<reader>", "name of the reader")
    .action(remount);
  command.command("destroy").description("stop it and remove everything it keeps").action(destroy);
  return command;
}

async function start({ weather }: { weather?: string }): Promise<void> {
  const { started, endpoint, status } = await startServer(dataDirectory(), { weather });
  const how = started ? "started" : "runs already";
  const under = status.weather === "calm" ? "" : `, in the weather ${status.weather}`;
  console.log(`sandbox ${how} on ${endpoint}, a stand-in for AWS${under}`);
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

async function env(account: string | undefined, { pulumi }: { pulumi?: boolean }): Promise<void> {
  const variables = await sandboxVariables(dataDirectory(), account, { pulumi, say: note });
  for (const [name, value] of Object.entries(variables)) {
    console.log(
      value === undefined ? `unset ${name}` : `export ${name}='${value.replaceAll("'", "'\\''")}'`,
    );
  }
}

interface ExecOptions {
  account?: string;
  pulumi?: boolean;
  pod?: string;
}

async function exec(command: string[], { account, pod, pulumi }: ExecOptions): Promise<void> {
  const data = dataDirectory();
  if (pod === undefined) {
    const variables = await sandboxVariables(data, account, { pulumi, say: note });
    process.exitCode = await runInEnvironment(command, variables);
    return;
  }
  if (account !== undefined || pulumi) {
    throw new RangeError("--pod goes with neither --account nor --pulumi: a pod has its own role");
  }
  const result = await controlClient(connection(data)).exec(pod, command);
  process.stdout.write(Buffer.from(result.stdoutBytes, "base64"));
  process.stderr.write(result.stderr);
  process.exitCode = result.exitCode;
}

function note(line: string): void {
  console.error(line);
}

async function remount(reader: string): Promise<void> {
  const { pods } = await controlClient(connection(dataDirectory())).remount(reader);
  const mounted = pods.filter(({ failure }) => failure === undefined);
  if (mounted.length > 0) console.log(describeStatus({ pods: mounted }));
  for (const { failure, name, namespace } of pods) {
    if (failure === undefined) continue;
    note(`sandbox: the mount of ${namespace}/${name} failed: ${failure}`);
    process.exitCode = 1;
  }
}

async function destroy(): Promise<void> {
  const data = dataDirectory();
  await stopServer(data).catch(() => false);
  const removed = removeDataDirectory(data);
  console.log(removed ? `removed ${data.path}` : "there is no sandbox");
}

export async function runSandbox(args: readonly string[]): Promise<void> {
  // Hides the SDK's notice about future versions of Node.js.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  try {
    await sandboxCommand().parseAsync(args, { from: "user" });
  } catch (error) {
    console.error(`sandbox: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = error instanceof RangeError ? 2 : 1;
  }
}

if (require.main === module) void runSandbox(process.argv.slice(2));

function describeStatus(status: Partial<SandboxStatus>): string {
  const { endpoint, pid, accounts = [], clusters = [], pace, pods = [], weather } = status;
  return [
    ...(endpoint ? [`sandbox runs on ${endpoint} (process ${pid}), a stand-in for AWS`] : []),
    ...(weather ? [`weather ${weather}, at pace ${pace}`] : []),
    ...accounts.map(({ id, name, region }) =>
      ["account", id, name, region].filter(Boolean).join(" "),
    ),
    ...clusters.map(({ arn }) => `cluster ${arn}`),
    ...pods.flatMap(({ namespace, name, phase, mounts, events }) => [
      `pod     ${namespace}/${name} ${phase}`,
      ...mounts.map(({ path, files }) => `        ${path}: ${files.join(", ") || "no files"}`),
      ...events.slice(-1).map(({ reason, message }) => `        ${reason}: ${message}`),
    ]),
  ].join("\n");
}

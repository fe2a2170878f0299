import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { describeEngine } from "../engine/engine";
import { controlClient } from "../instance/control-client";
import { type Connection, connection, type DataDirectory } from "../instance/data-directory";
import { installationDirectory } from "../instance/installation";
import { inventoryAccount, readInventory } from "../instance/served-inventory";
import {
  awsEnvironment,
  commandEnvironment,
  profilesEnvironment,
  pulumiEnvironment,
} from "../pulumi/environment";
import { prepareEngine } from "../pulumi/executables";
import { createStacks } from "../pulumi/run-pulumi";

/** Environment variables that a process needs to use the sandbox. An undefined variable must be unset. */
type SandboxVariables = Record<string, string | undefined>;

/** Variables that make a process an account's administrator, or anyone by a profile. `pulumi` adds the sandbox's engine. */
export async function sandboxVariables(
  data: DataDirectory,
  account: string | undefined,
  { pulumi, say }: { pulumi?: boolean; say(line: string): void },
): Promise<SandboxVariables> {
  const reach = connection(data);
  const unset: SandboxVariables = { AWS_PROFILE: undefined, AWS_SESSION_TOKEN: undefined };
  if (account === undefined) {
    unset.AWS_ACCESS_KEY_ID = undefined;
    unset.AWS_SECRET_ACCESS_KEY = undefined;
  }
  const ofPulumi = pulumi ? await pulumiVariables(data, say) : {};
  const ofAws =
    account === undefined
      ? await profilesEnvironment(data, reach)
      : await accountVariables(data, reach, account, ofPulumi.PULUMI_OPTION_CWD !== undefined);
  return { ...unset, ...ofAws, ...ofPulumi };
}

async function pulumiVariables(
  data: DataDirectory,
  say: (line: string) => void,
): Promise<SandboxVariables> {
  say(describeEngine(await prepareEngine(data, say)));
  const variables = pulumiEnvironment(data);
  const own = ownProject(process.cwd());
  if (own !== undefined || !existsSync(join(data.project, "Pulumi.yaml"))) {
    say(`pulumi uses the project of the directory in which it runs`);
    return { ...variables, PULUMI_OPTION_CWD: undefined };
  }
  say(
    `pulumi uses the sandbox's project, ${data.project}, in every directory: for a project of your own, unset PULUMI_OPTION_CWD`,
  );
  return variables;
}

/** The user's own Pulumi project at or above a directory. The checkout does not count: the sandbox has a copy of it. */
function ownProject(directory: string): string | undefined {
  if (directory === installationDirectory()) return undefined;
  if (existsSync(join(directory, "Pulumi.yaml"))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : ownProject(parent);
}

async function accountVariables(
  data: DataDirectory,
  reach: Connection,
  name: string,
  createsStacks: boolean,
): Promise<Record<string, string>> {
  const declared = inventoryAccount(data, name);
  const account = await controlClient(reach).account(declared);
  if (createsStacks) {
    const environment = await commandEnvironment(data, reach);
    await createStacks(environment, readInventory(data).stacks(declared.name ?? ""));
  }
  return awsEnvironment(reach, account);
}

/** Runs a command with the variables added to the environment, and returns its exit code. A missing command is a `RangeError`. */
export function runInEnvironment(
  [command = "", ...args]: string[],
  variables: SandboxVariables,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...variables }, stdio: "inherit" });
    // The terminal sends Ctrl-C to the command too, and the command decides how to end.
    const ignore = () => {};
    process.on("SIGINT", ignore);
    child.once("error", (error) =>
      reject(new RangeError(`cannot run ${command}: ${error.message}`)),
    );
    child.once("close", (code, signal) => {
      process.off("SIGINT", ignore);
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1));
    });
  });
}

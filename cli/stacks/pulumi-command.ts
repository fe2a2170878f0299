import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import { UserError } from "../errors";

/** Where a command of the CLI runs, and with what. */
export interface CommandPlace {
  /** Directory of the project. */
  workDir: string;
  /** Beside the environment of this process. */
  environment: Record<string, string>;
}

/** Settings of every command of the CLI. */
export const CLI_SETTINGS = {
  PULUMI_SKIP_UPDATE_CHECK: "true",
  // The file that names a stack's secrets provider is where the stack was made: on other machines its state names it.
  PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
};

/** Runs one command of the CLI to its end and answers what it printed; a failure is a `UserError` with its words. */
export async function pulumi(
  { environment, workDir }: CommandPlace,
  args: string[],
  input = "",
): Promise<string> {
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    cwd: workDir,
    env: { ...process.env, ...CLI_SETTINGS, ...environment },
  });
  const code = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  child.stdin.on("error", () => {}).end(input);
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  try {
    const [ended, [stdout, stderr]] = await Promise.all([code, said]);
    if (ended === 0) return stdout;
    throw new UserError(
      `pulumi ${args.join(" ")} failed: ${stderr.trim() || diagnosticsIn(stdout) || `exit code ${ended}`}`,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw missingPulumi();
    throw error;
  }
}

/** What a command that answers in JSON says there instead of on standard error. */
function diagnosticsIn(stdout: string): string {
  try {
    const { diagnostics = [] }: { diagnostics?: { message?: string }[] } = JSON.parse(stdout);
    return diagnostics.map(({ message = "" }) => message.trim()).join("; ");
  } catch {
    return stdout.trim();
  }
}

/** The CLI is not there. */
export function missingPulumi(): UserError {
  return new UserError(
    "the Pulumi CLI must be in PATH: install it (https://www.pulumi.com/docs/install/); for the sandbox, npm run -s sandbox -- env prints the lines that put it there",
  );
}

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Runs a command to its end and returns what it printed. Throws all that it said where it failed. */
export async function runIn(
  directory: string,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  try {
    const { stdout } = await execute(command, args, { cwd: directory, env, maxBuffer: 1 << 28 });
    return stdout;
  } catch (error) {
    const { stderr, stdout } = error as { stderr: string; stdout: string };
    throw new Error(`${command} ${args.join(" ")} failed: ${stderr}${stdout}`);
  }
}

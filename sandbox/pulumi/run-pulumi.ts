import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs one command of the CLI to its end and returns what it printed. Throws with what it said on standard error. */
export async function runPulumi(
  environment: Record<string, string>,
  args: string[],
): Promise<string> {
  try {
    const { stdout } = await run("pulumi", [...args, "--non-interactive"], {
      env: environment,
      maxBuffer: 256 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim();
    throw new Error(`pulumi ${args.join(" ")} failed: ${said || (error as Error).message}`);
  }
}

/** Creates those of the stacks that there are not yet, empty. */
export async function createStacks(
  environment: Record<string, string>,
  stacks: string[],
): Promise<void> {
  const list: { name: string }[] = JSON.parse(
    await runPulumi(environment, ["stack", "ls", "--json"]),
  );
  const held = list.map(({ name }) => name.slice(name.lastIndexOf("/") + 1));
  for (const stack of stacks.filter((name) => !held.includes(name))) {
    await runPulumi(environment, ["stack", "init", "--stack", stack, "--no-select"]);
  }
}

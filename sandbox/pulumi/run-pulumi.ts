import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import type { DataDirectory } from "../instance/data-directory";
import { compiledFile } from "../instance/installation";

const run = promisify(execFile);

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

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  environment: Record<string, string>;
  input?: string;
  /** Aborting asks the command to stop, as Ctrl-C does. */
  signal?: AbortSignal;
  /** Where standard error goes. Defaults to the answer. */
  progress?: "inherit" | "ignore";
}

/** Node.js arguments that run `eks-pod-secrets`. The inventory goes last because some options take several values. */
export function commandLine({ project }: DataDirectory, args: string[]): string[] {
  const inventory = join(project, "landing-zone.yaml");
  return [compiledFile("cli/main.js"), ...args, "--inventory", inventory];
}

/** Runs the built command `eks-pod-secrets` to its end, as its users do. */
export async function runCommand(
  data: DataDirectory,
  args: string[],
  { environment, input = "", progress, signal }: CommandOptions,
): Promise<Ended> {
  // In its own process group: a terminal's Ctrl-C must reach it only once, by the signal.
  const child = spawn(process.execPath, commandLine(data, args), {
    cwd: data.project,
    env: environment,
    stdio: ["pipe", "pipe", progress ?? "pipe"],
    detached: true,
  });
  const interrupt = () => child.kill("SIGINT");
  signal?.addEventListener("abort", interrupt, { once: true });
  if (signal?.aborted) interrupt();
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  child.stdin?.on("error", () => {}).end(input);
  const [code, stdout, stderr] = await Promise.all([
    ended,
    child.stdout ? text(child.stdout) : "",
    child.stderr ? text(child.stderr) : "",
  ]);
  signal?.removeEventListener("abort", interrupt);
  return { code, stdout, stderr };
}

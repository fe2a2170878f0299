import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";
import { UserError } from "../../terminal/errors";
import { plainReason } from "./plain-reason";

/** Where a command of the CLI runs, and with what. */
export interface CommandPlace {
  /** Directory of the project. */
  workDir: string;
  /** Beside the environment of this process. */
  environment: Record<string, string>;
}

/** Settings of every command of the CLI. */
const CLI_SETTINGS = {
  PULUMI_SKIP_UPDATE_CHECK: "true",
  // The file that names a stack's secrets provider is where the stack was made: on other machines its state names it.
  PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
};

/** How many states `stack ls` reads at once. */
const LISTED_AT_ONCE = 10;

/**
 * On PostgreSQL the CLI has 2 × GOMAXPROCS connections, and each read of a state or of a stack's outputs holds one and needs
 * another: where reads at once hold them all, the CLI waits for ever. As it comes, it reads 4 × GOMAXPROCS at once.
 */
function settingsOfParallelReads() {
  const steps = Number(process.env.PULUMI_PARALLEL) || 4 * availableParallelism();
  return {
    PULUMI_PARALLEL: String(steps),
    PULUMI_DIY_BACKEND_PARALLEL: String(LISTED_AT_ONCE),
    GOMAXPROCS: String(Math.ceil(Math.max(steps, LISTED_AT_ONCE) / 2) + 2),
  };
}

/** Commands that start providers, which take their settings from the CLI's environment. */
const OPERATIONS = ["destroy", "preview", "refresh", "up"];

/** Other commands end after a few megabytes: a third of their processor time went into collecting garbage. */
function settingsOfShortCommands([verb = ""]: readonly string[]) {
  return OPERATIONS.includes(verb) ? {} : { GOGC: "400" };
}

/** A command of the CLI that failed. */
export class PulumiError extends UserError {
  override name = "PulumiError";

  constructor(
    message: string,
    /** The CLI's own words. */
    public readonly said: string,
    /** A signal asked it to stop. Whoever sends that sends it to this process, too: it may come later. */
    public readonly isStopped = false,
  ) {
    super(message);
  }
}

/** Whether a command of the CLI was asked to stop, as by Ctrl-C. */
export function isStopped(error: unknown): boolean {
  return error instanceof PulumiError && error.isStopped;
}

/** How a program ends that is asked to stop: by the signal, or by what shells make of it. */
const STOPPED: readonly unknown[] = ["SIGINT", "SIGTERM", 130, 143];

/** What a command of the CLI is given beside its arguments. */
interface CommandOptions {
  /** Standard input; defaults to none. */
  input?: string;
  /** Aborting asks the command to stop, as Ctrl-C does. */
  signal?: AbortSignal;
}

/** Runs one command of the CLI to its end and answers what it printed; a failure is a `UserError` with its words. */
export async function pulumi(
  { environment, workDir }: CommandPlace,
  args: string[],
  { input = "", signal }: CommandOptions = {},
): Promise<string> {
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    cwd: workDir,
    env: {
      ...settingsOfShortCommands(args),
      ...process.env,
      ...CLI_SETTINGS,
      ...settingsOfParallelReads(),
      PWD: workDir,
      ...environment,
    },
  });
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once("error", (error) => reject(cannotRun(error)));
    child.once("close", (code, signal) => resolve(code ?? signal ?? ""));
  });
  const interrupt = () => child.kill("SIGINT");
  signal?.addEventListener("abort", interrupt);
  child.stdin.on("error", () => {}).end(input);
  const [end, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  signal?.removeEventListener("abort", interrupt);
  if (end === 0) return stdout;
  const errors = stderr.trim() ? [withoutWarnings(stderr)] : diagnosticsIn(stdout);
  const said = plainReason(errors) || (typeof end === "number" ? `exit code ${end}` : end);
  const backend = process.env.PULUMI_BACKEND_URL;
  const on = backend ? ` on ${backend}` : "";
  const message = `pulumi ${args.join(" ")} failed${on}: ${said}`;
  throw new PulumiError(message, errors.join("\n"), STOPPED.includes(end));
}

/** Runs one command of the CLI that answers in JSON. */
export async function pulumiJson<Answer>(place: CommandPlace, args: string[]): Promise<Answer> {
  const answer = await pulumi(place, args);
  try {
    return JSON.parse(answer);
  } catch {
    const got = answer.trim() === "" ? "nothing" : JSON.stringify(answer.trim().slice(0, 60));
    throw new UserError(
      `pulumi ${args.join(" ")} must answer in JSON, got ${got}; is it the Pulumi CLI that is in PATH?`,
    );
  }
}

/** Rejects where the CLI in PATH is of another version than its words here are for. */
export async function requirePulumi(workDir: string): Promise<void> {
  const version = (await pulumi({ workDir, environment: {} }, ["version"])).trim();
  if (/^v3\.\d/.test(version)) return;
  const got = /^v\d+\.\d/.test(version) ? `version ${version.slice(1)}` : "none that it prints";
  throw new UserError(
    `the Pulumi CLI in PATH must be of version 3, got ${got}; install it (https://www.pulumi.com/docs/install/)`,
  );
}

/** What is said from the first error on; libraries of the CLI warn before. */
function withoutWarnings(stderr: string): string {
  return stderr.slice(Math.max(0, stderr.search(/^error: /m))).trim();
}

/** What a command that answers in JSON says there instead of on standard error. */
function diagnosticsIn(stdout: string): string[] {
  try {
    const { diagnostics = [] }: { diagnostics?: { message?: string }[] } = JSON.parse(stdout);
    return diagnostics.map(({ message = "" }) => message.trim());
  } catch {
    return [stdout.trim()];
  }
}

function cannotRun({ code, message }: NodeJS.ErrnoException): UserError {
  return new UserError(
    code === "ENOENT"
      ? "the Pulumi CLI must be in PATH: install it (https://www.pulumi.com/docs/install/); for the sandbox, npx eks-pod-secrets sandbox env prints the lines that put it there"
      : `the pulumi in PATH cannot be run: ${code === "EACCES" ? "permission denied" : message}`,
  );
}

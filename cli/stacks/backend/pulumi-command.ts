import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";
import { UserError } from "../../terminal/errors";
import { plainReason } from "./plain-reason";

/** Where a CLI command runs, and with which environment. */
export interface CommandPlace {
  /** Directory of the project. */
  workDir: string;
  /** Variables in addition to the environment of this process. */
  environment: Record<string, string>;
}

/** Settings for every CLI command. */
const CLI_SETTINGS = {
  PULUMI_SKIP_UPDATE_CHECK: "true",
  // The file that names a stack's secrets provider is only where the stack was created. On other machines the state names it.
  PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
};

/** The number of states that `stack ls` reads at the same time. */
const LISTED_AT_ONCE = 10;

/**
 * On PostgreSQL the CLI has 2 × GOMAXPROCS connections, and each read of a state or of a stack's outputs holds one and needs
 * another. If parallel reads hold all of them, the CLI waits for ever. By default, it makes 4 × GOMAXPROCS reads in parallel.
 */
function settingsOfParallelReads() {
  const steps = Number(process.env.PULUMI_PARALLEL) || 4 * availableParallelism();
  return {
    PULUMI_PARALLEL: String(steps),
    PULUMI_DIY_BACKEND_PARALLEL: String(LISTED_AT_ONCE),
    GOMAXPROCS: String(Math.ceil(Math.max(steps, LISTED_AT_ONCE) / 2) + 2),
  };
}

/** Commands that start providers, which inherit the CLI's environment. */
const OPERATIONS = ["destroy", "preview", "refresh", "up"];

/** Other commands use only a few megabytes: without garbage collection, they take a fifth less processor time. */
function settingsOfShortCommands([verb = ""]: readonly string[]) {
  return OPERATIONS.includes(verb) ? {} : { GOGC: "off", GOMEMLIMIT: "256MiB" };
}

/** A CLI command that failed. */
export class PulumiError extends UserError {
  override name = "PulumiError";

  constructor(
    message: string,
    /** The CLI's message. */
    public readonly said: string,
    /** Whether a signal asked it to stop. The sender also sends it to this process, where it may arrive later. */
    public readonly isStopped = false,
  ) {
    super(message);
  }
}

/** Whether a CLI command was asked to stop, for example by Ctrl-C. */
export function isStopped(error: unknown): boolean {
  return error instanceof PulumiError && error.isStopped;
}

/** How a program that was asked to stop ends: by the signal, or with the exit code for it. */
const STOPPED: readonly unknown[] = ["SIGINT", "SIGTERM", 130, 143];

/** Options of a CLI command in addition to its arguments. */
interface CommandOptions {
  /** Standard input; defaults to none. */
  input?: string;
  /** Aborting it asks the command to stop, like Ctrl-C. */
  signal?: AbortSignal;
}

/** Runs a CLI command to its end and returns its output. A failure is a `UserError` with the CLI's message. */
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

/** Runs a CLI command that answers in JSON. */
export async function pulumiJson<Answer>(place: CommandPlace, args: string[]): Promise<Answer> {
  return parsedAnswer(args, await pulumi(place, args));
}

/** The JSON that a CLI command answered. */
export function parsedAnswer<Answer>(args: readonly string[], answer: string): Answer {
  try {
    return JSON.parse(answer);
  } catch {
    const got = answer.trim() === "" ? "nothing" : JSON.stringify(answer.trim().slice(0, 60));
    throw new UserError(
      `pulumi ${args.join(" ")} must answer in JSON, got ${got}; is it the Pulumi CLI that is in PATH?`,
    );
  }
}

/** Rejects if the CLI in PATH has a version whose messages are not known here. */
export async function requirePulumi(workDir: string): Promise<void> {
  const version = (await pulumi({ workDir, environment: {} }, ["version"])).trim();
  if (/^v3\.\d/.test(version)) return;
  const got = /^v\d+\.\d/.test(version) ? `version ${version.slice(1)}` : "none that it prints";
  throw new UserError(
    `the Pulumi CLI in PATH must be of version 3, got ${got}; install it (https://www.pulumi.com/docs/install/)`,
  );
}

/** The output from the first error on; before it, the CLI's libraries may print warnings. */
function withoutWarnings(stderr: string): string {
  return stderr.slice(Math.max(0, stderr.search(/^error: /m))).trim();
}

/** The diagnostics of a command that puts them into its JSON instead of on standard error. */
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

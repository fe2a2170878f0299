import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { awsEnvironment } from "../../sandbox/pulumi/environment";
import { pythonEnvironment } from "../python-environment";
import { type Credentials, REGION, startSandbox, type TestSandbox } from "../sandbox/support";

/** How long the first suite may take to install the AWS CLI, in milliseconds. */
const INSTALL_TIMEOUT = 5 * 60_000;

/** How a run of `aws` ended. */
export interface AwsCliResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** A sandbox, and the AWS CLI pointed at it. */
export interface AwsCliSandbox {
  sandbox: TestSandbox;
  /** An empty directory in which the suite runs `aws`. */
  directory: string;
  /** Environment of a process that acts as an account's administrator, or with these credentials. */
  environment(who: string | Credentials): NodeJS.ProcessEnv;
  /** Runs `aws`, and returns how it ended. */
  run(who: string | Credentials, ...args: string[]): Promise<AwsCliResult>;
  /** Runs `aws`, which must succeed, and returns the JSON that it prints. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every operation
  json(who: string | Credentials, ...args: string[]): Promise<any>;
  /** Runs `aws`, which must fail, and returns the printed code of the error. */
  refused(who: string | Credentials, ...args: string[]): Promise<string>;
}

/** Starts a sandbox for one suite before its tests, and stops it after them. */
export function withAwsCli(): AwsCliSandbox {
  const suite = {} as AwsCliSandbox;
  before(async function () {
    this.timeout(INSTALL_TIMEOUT);
    const bin = await awsCliDirectory();
    suite.sandbox = await startSandbox();
    suite.directory = mkdtempSync(join(tmpdir(), "aws-cli-"));
    Object.assign(suite, commands(suite, bin));
  });
  after(async () => {
    const { failures } = suite.sandbox;
    await suite.sandbox.stop();
    rmSync(suite.directory, { recursive: true });
    if (failures.length > 0) throw new AggregateError(failures, "the sandbox itself failed");
  });
  return suite;
}

type Commands = Pick<AwsCliSandbox, "environment" | "run" | "json" | "refused">;

function commands({ sandbox, directory }: AwsCliSandbox, bin: string): Commands {
  const environment: Commands["environment"] = (who) => {
    const credentials = typeof who === "string" ? sandbox.administrator(who) : who;
    const { endpoint } = sandbox;
    return {
      ...awsEnvironment({ endpoint }, { id: "", region: REGION, ...credentials }),
      ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
      AWS_MAX_ATTEMPTS: "1",
      AWS_PAGER: "",
      HOME: directory,
      PATH: [bin, process.env.PATH].join(delimiter),
    };
  };
  const run: Commands["run"] = (who, ...args) =>
    runIn(directory, environment(who), "aws", ["--output", "json", ...args]);
  return {
    environment,
    run,
    json: async (who, ...args) => {
      const { exitCode, stdout, stderr } = await run(who, ...args);
      if (exitCode !== 0) throw new Error(`aws ${args.join(" ")}: ${stderr.trim()}`);
      return stdout.trim() === "" ? undefined : JSON.parse(stdout);
    },
    refused: async (who, ...args) => {
      const { exitCode, stderr } = await run(who, ...args);
      const code = /^An error occurred \((\w+)\) when calling/m.exec(stderr)?.[1];
      if (exitCode === 0 || !code) throw new Error(`aws ${args.join(" ")}: ${stderr.trim()}`);
      return code;
    },
  };
}

/** Runs a program, and returns how it ended. */
export function runIn(
  cwd: string,
  env: NodeJS.ProcessEnv,
  file: string,
  args: string[],
): Promise<AwsCliResult> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { cwd, env }, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") return reject(error);
      resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** The directory of `aws`. */
export function awsCliDirectory(): Promise<string> {
  return pythonEnvironment("aws-cli", join(__dirname, "requirements.txt"));
}

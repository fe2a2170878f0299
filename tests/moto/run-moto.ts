import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { installMoto } from "./install-moto";
import { supplySandboxes } from "./supply-sandboxes";

/** What came of one of Moto's tests. */
export interface Outcome {
  /** As pytest names it, below Moto's `tests`. */
  test: string;
  outcome: "passed" | "failed" | "skipped";
  /** Why it did not pass. */
  error: string;
  /** How many calls it sent to the sandbox. */
  calls: number;
  /** Calls that were refused, with the codes: `kms CreateKey ValidationException`. */
  refused: string[];
  /** What of them the sandbox does not offer: `s3`, `kms GenerateMac`, `kms CreateKey Origin`. */
  notOffered: string[];
  /** Calls that the sandbox answered with a status of 5xx. */
  faults: string[];
}

/** The judgements alone of IAM on Moto's policy documents, whatever the words. */
const VERDICTS = join(__dirname, "plugin", "test_policy_verdicts.py");
const SUITES = ["secretsmanager", "kms", "iam", "ssm", "sts", "eks"];

/** Runs Moto's tests of our services against sandboxes. `narrowed` are paths and options of pytest's that narrow the run. */
export async function runMoto(narrowed: string[] = []): Promise<Outcome[]> {
  const { python, source } = await installMoto();
  const outcomes = mkdtempSync(join(tmpdir(), "moto-"));
  const supplier = await supplySandboxes();
  try {
    const suites = [VERDICTS, ...SUITES.map((name) => `tests/test_${name}`)];
    const status = await pytest(python, source, narrowed.length > 0 ? narrowed : suites, {
      SANDBOX_OUTCOMES: outcomes,
      SANDBOX_SUPPLIER: supplier.address,
    });
    if (supplier.failures.length > 0) {
      throw new AggregateError(supplier.failures, "the sandbox itself failed");
    }
    // 0: all passed, 1: some did not. Anything else is no run.
    if (status > 1) throw new Error(`pytest ended with ${status}`);
    return readdirSync(outcomes)
      .flatMap((name) => readFileSync(join(outcomes, name), "utf8").trim().split("\n"))
      .map((line) => JSON.parse(line) as Outcome);
  } finally {
    await supplier.close();
    rmSync(outcomes, { recursive: true });
  }
}

function pytest(
  python: string,
  source: string,
  args: string[],
  environment: Record<string, string>,
): Promise<number> {
  const options = [
    "-q",
    "--tb=no",
    "--no-header",
    "-p",
    "no:cacheprovider",
    "-p",
    "sandbox_plugin",
  ];
  const child = spawn(python, ["-m", "pytest", ...options, "-n", "2", ...args], {
    cwd: source,
    env: {
      ...process.env,
      ...environment,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_MAX_ATTEMPTS: "1",
      HOME: environment.SANDBOX_OUTCOMES,
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONPATH: [join(__dirname, "plugin"), source].join(":"),
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? 2));
  });
}

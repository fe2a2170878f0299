import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { pythonEnvironment } from "../python-environment";
import { startSandbox, type TestSandbox } from "../sandbox/support";

/** The result of one of Moto's tests. */
export interface Outcome {
  /** The name that pytest gives it, below Moto's `tests`. */
  test: string;
  outcome: "passed" | "failed" | "skipped";
  /** Why it did not pass. */
  error: string;
  /** How many calls it sent to the sandbox. */
  calls: number;
  /** Calls that were refused, with the codes: `kms CreateKey ValidationException`. */
  refused: string[];
  /** The parts of these calls that the sandbox does not offer: `s3`, `kms GenerateMac`, `kms CreateKey Origin`. */
  notOffered: string[];
  /** Calls that the sandbox answered with a status of 5xx. */
  faults: string[];
}

/** Tests only IAM's verdicts on Moto's policy documents, and not the words of its messages. */
const VERDICTS = join(__dirname, "plugin", "test_policy_verdicts.py");
const SUITES = ["secretsmanager", "kms", "iam", "ssm", "sts", "eks"];

/** Runs Moto's tests of our services against sandboxes. `narrowed` has paths and options of pytest that limit the run. */
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
    // 0 means that all tests passed, and 1 that some failed. Any other status means that pytest could not run.
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

const run = promisify(execFile);
const REQUIREMENTS = join(__dirname, "requirements.txt");

/** Moto's tests, and a Python that can run them. */
interface InstalledMoto {
  python: string;
  /** The directory with Moto's `tests`. */
  source: string;
}

/** Installs Moto and fetches its source distribution, once, into the engine's cache. */
async function installMoto(): Promise<InstalledMoto> {
  const bin = await pythonEnvironment("moto", REQUIREMENTS);
  const python = join(bin, "python");
  const source = join(dirname(bin), "source");
  if (!existsSync(source)) await fetchSource(python, source);
  return { python, source };
}

/** Only the wheel can be installed by its hash without a build, and only the source distribution has the tests. */
async function fetchSource(python: string, source: string): Promise<void> {
  const requirements = readFileSync(REQUIREMENTS, "utf8");
  const [, version = ""] = /^moto\S*==(\S+)/m.exec(requirements) ?? [];
  const directory = `${source}.${process.pid}`;
  mkdirSync(directory);
  try {
    await run(python, [
      ...["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"],
      ...["--no-binary", "moto", "--dest", directory, `moto==${version}`],
    ]);
    const [name = ""] = readdirSync(directory);
    const archive = join(directory, name);
    const digest = createHash("sha256").update(readFileSync(archive)).digest("hex");
    if (!requirements.includes(`sha256:${digest}`)) {
      throw new Error(`${name} has the hash ${digest}, which ${REQUIREMENTS} does not list`);
    }
    await run("tar", ["-xzf", archive, "-C", directory, `moto-${version}/tests`]);
    renameSync(join(directory, `moto-${version}`), source);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The account in Moto's tests. */
const ACCOUNT = "123456789012";

/** Serves sandboxes: a `POST` to `/WORKER` returns a new one, and stops the worker's last one. */
interface SandboxSupplier {
  address: string;
  /** Errors inside the sandboxes themselves. */
  failures: unknown[];
  close(): Promise<void>;
}

async function supplySandboxes(): Promise<SandboxSupplier> {
  const sandboxes = new Map<string, TestSandbox>();
  const failures: unknown[] = [];
  const end = async (worker: string) => {
    const sandbox = sandboxes.get(worker);
    sandboxes.delete(worker);
    failures.push(...(sandbox?.failures ?? []));
    await sandbox?.stop();
  };
  const renew = async (worker: string) => {
    await end(worker);
    const sandbox = await startSandbox();
    sandboxes.set(worker, sandbox);
    return { endpoint: sandbox.endpoint, ...sandbox.administrator(ACCOUNT) };
  };
  const server = createServer((request, response) => {
    renew(request.url ?? "").then(
      (given) => response.end(JSON.stringify(given)),
      (error) => {
        failures.push(error);
        response.writeHead(500).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failures,
    close: async () => {
      server.close();
      await Promise.all([...sandboxes.keys()].map(end));
    },
  };
}

import { Command } from "commander";
import { controlClient } from "../control-client";
import { dataDirectory, removeDataDirectory } from "../data-directory";
import { describeEngine } from "../engine/engine";
import { engineCacheDirectory } from "../engine/engine-cache";
import { prepareEngine } from "../engine/prepare-engine";
import { startServer, stopServer } from "../server-process";
import { changedNothing, type Demo, deployStacks } from "./deploy";
import { createProgress } from "./progress";
import { putValue } from "./put-value";
import { tryAttempts } from "./try-attempts";

/** Stacks in order; those of one phase are independent and run at once. */
const BEFORE_VALUES = [["account-a.cluster"], ["account-a.secrets", "account-b.secrets"]];
const AFTER_VALUES = [["account-a.workloads"]];

const VALUES = [
  { secret: "secret-a", account: "account-a", value: '{"user":"user1","password":"passwd1"}' },
  { secret: "secret-b", account: "account-b", value: "This is a Cross Account Secret" },
];

const MOUNTS = [
  { reader: "application-a", file: "/mnt/secret/secret-a" },
  { reader: "application-b", file: "/mnt/secret/secret-b" },
];

async function run(signal: AbortSignal): Promise<void> {
  const started = Date.now();
  const data = dataDirectory();
  const progress = createProgress();
  progress.line("Two AWS accounts and an EKS cluster on this machine: a stand-in, not AWS.");

  const engine = await prepareEngine(data, progress.line);
  progress.line(`engine:  ${describeEngine(engine)}`);
  const { endpoint, controlToken, started: isNew } = await startServer(data);
  progress.line(
    `sandbox: ${isNew ? "started" : "runs already"} on ${endpoint}, kept in ${data.path}`,
  );
  const connection = { endpoint, controlToken };
  const demo: Demo = { data, connection, control: controlClient(connection), progress, signal };

  progress.heading("Four stacks, each with the credentials of its own account");
  let unchanged = true;
  let valuesChanged = false;
  for (const phase of BEFORE_VALUES) unchanged = (await deploy(demo, phase)) && unchanged;
  for (const value of VALUES) {
    signal.throwIfAborted();
    const changed = await putValue(demo, value);
    valuesChanged ||= changed;
    const what = changed ? "value put from standard input" : "has its value already";
    progress.line(`  ${value.secret}: ${what}`);
  }
  for (const phase of AFTER_VALUES) unchanged = (await deploy(demo, phase)) && unchanged;
  // A pod that was there before its secret's value mounts it by the driver's next rotation: this is one.
  if (valuesChanged) await Promise.all(MOUNTS.map(({ reader }) => demo.control.remount(reader)));
  if (unchanged && !valuesChanged) progress.line("  nothing changed: everything was as declared");

  progress.heading("What the pods read");
  for (const { reader, file } of MOUNTS) await showFile(demo, reader, file);

  progress.heading("What must be refused: signed calls to the sandbox");
  const refused = await tryAttempts(demo);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  progress.heading(
    `Both pods read their secret; all ${refused} attempts were refused (${seconds} s).`,
  );
  progress.line("This ran on a stand-in for AWS. `npm run demo -- --destroy` removes it.");
}

/** Whether every stack of the phase stayed as it was. */
async function deploy(demo: Demo, phase: string[]): Promise<boolean> {
  demo.signal.throwIfAborted();
  return (await deployStacks(demo, phase)).every(changedNothing);
}

async function showFile({ control, progress }: Demo, reader: string, file: string): Promise<void> {
  const { exitCode, stdout, stderr } = await control.exec(reader, ["cat", file]);
  if (exitCode !== 0) throw new Error(`${reader} cannot read ${file}: ${stderr.trim()}`);
  progress.line(`  ${reader}$ cat ${file}`);
  progress.line(stdout);
}

async function destroy(): Promise<void> {
  const data = dataDirectory();
  await stopServer(data).catch(() => false);
  console.log(removeDataDirectory(data) ? `removed ${data.path}` : "there is nothing to remove");
  console.log(
    `an engine that was fetched or built stays for the next time in ${engineCacheDirectory()}`,
  );
}

async function main(): Promise<void> {
  const { destroy: isDestroy } = new Command("demo")
    .description("The reference scenario, end to end, on a stand-in for AWS on this machine")
    .option("--destroy", "stop the sandbox and remove everything it keeps")
    .parse()
    .opts<{ destroy?: boolean }>();
  if (isDestroy) return destroy();

  const interrupted = new AbortController();
  process.on("SIGINT", () => {
    console.log("\nstopping after the steps in flight");
    interrupted.abort();
  });
  try {
    await run(interrupted.signal);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    console.error("demo: interrupted; run it again to go on");
    process.exitCode = 130;
  }
}

main().catch((error: unknown) => {
  console.error(`\ndemo: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});

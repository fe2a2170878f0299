import { Command } from "commander";
import { describeEngine } from "../engine/engine";
import { engineCacheDirectory } from "../engine/engine-cache";
import { prepareEngine } from "../engine/prepare-engine";
import { controlClient } from "../instance/control-client";
import { dataDirectory, removeDataDirectory } from "../instance/data-directory";
import { startServer, stopServer } from "../instance/server-process";
import type { Demo } from "./deploy";
import { createProgress } from "./progress";
import { proveLive } from "./prove-live";
import { deployScenario, showFiles } from "./scenario";
import { tryAttempts } from "./try-attempts";

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

  await deployScenario(demo);
  await showFiles(demo);

  progress.heading("What must be refused: signed calls to the sandbox");
  const refused = await tryAttempts(demo);
  await proveLive(demo);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  progress.heading(
    `Both pods read their secret, all ${refused} attempts were refused, and nobody else can read: proved (${seconds} s).`,
  );
  progress.line("This ran on a stand-in for AWS. `npm run demo -- --destroy` removes it.");
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

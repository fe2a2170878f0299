import {
  commandEnvironment,
  controlClient,
  dataDirectory,
  describeEngine,
  engineCacheDirectory,
  prepareEngine,
  removeDataDirectory,
  startServer,
  stopServer,
} from "@eks-pod-secrets/sandbox";
import { Command } from "commander";
import pc from "picocolors";
import { type Demo, deploy, runVerb, showReads } from "./demo";
import { ATTEMPTS, tryAttempts } from "./try-attempts";

/** What each kind of claim says of the accounts of the demo. */
const CLAIMS: Record<string, string> = {
  "secret-bounded": "A secret's own policy lets in nobody of another account but readers.",
  "key-bounded": "In another account only the readers of its secret can use the key.",
  "role-unforgeable": "Only the pods of a reader can have the reader's role.",
  "role-contained": "A role may read what its reader was granted, and nothing more.",
  "grant-available": "Every reader can read what it was granted.",
  "read-exclusive": "Nobody else can read a secret, but its account's administrators.",
};

/**
 * Proves, of the policies that both accounts hold now, that exactly the declared pods can read each secret:
 * `eks-pod-secrets prove --live`, which makes the AWS calls that it makes on AWS. Throws where that is not proved.
 */
async function proveLive(demo: Demo): Promise<void> {
  const { say, verbose } = demo;
  const line = ["prove", "--live", "--fresh", ...(verbose ? [] : ["--json"])];
  const { code, stdout } = await runVerb(demo, line);
  if (code !== 0) throw new Error(`the proof failed with exit code ${code}\n${stdout}`);
  if (verbose) return say(stdout.trimEnd().replaceAll(/^(?=.)/gm, "  "));
  const { claims }: { claims: { claim: string }[] } = JSON.parse(stdout);
  for (const [kind, sentence] of Object.entries(CLAIMS)) {
    if (claims.some(({ claim }) => claim === kind)) say(`  ${pc.green("proved")}  ${sentence}`);
  }
}

interface Options {
  destroy?: boolean;
  verbose?: boolean;
}

async function run(signal: AbortSignal, verbose: boolean): Promise<void> {
  const started = Date.now();
  const data = dataDirectory();
  const say = (line: string) => console.log(line);
  const heading = (line: string) => say(`\n${pc.bold(line)}`);
  say("This is a sandbox on this machine, not AWS: accounts A and B, and one cluster.");

  const engine = await prepareEngine(data, say);
  if (verbose) say(`engine: ${describeEngine(engine)}`);
  const { started: isNew, status: _, ...connection } = await startServer(data);
  say(
    `It ${isNew ? "has started" : "runs already"} on ${connection.endpoint}, and is kept in ${data.path}.`,
  );
  const demo: Demo = {
    ...{ data, connection, control: controlClient(connection), signal, verbose, say },
    environment: await commandEnvironment(data, connection),
  };

  heading("Four stacks are deployed by Pulumi, each with the credentials of its own account");
  await deploy(demo);
  heading("Who reads what, from the file in its pod");
  await showReads(demo);
  heading(`${ATTEMPTS.length} signed attempts to read more, and what stopped each`);
  const refused = await tryAttempts(demo);
  heading("What is proved of all policies in both accounts, for every possible request");
  await proveLive(demo);

  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  heading(
    `Both pods read, all ${refused} attempts were refused, nobody else can read (${seconds} s).`,
  );
  say("This was a sandbox, not AWS.");
  if (!verbose) say("AWS's answers and the whole proof: npm run demo -- --verbose");
  say("To remove the sandbox: npm run demo -- --destroy");
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
  const { destroy: isDestroy, verbose = false } = new Command("demo")
    .description("The reference scenario, end to end, on a stand-in for AWS on this machine")
    .option("--verbose", "show AWS's full answers and the whole proof, too")
    .option("--destroy", "stop the sandbox and remove everything it keeps")
    .parse()
    .opts<Options>();
  if (isDestroy) return destroy();

  const interrupted = new AbortController();
  process.on("SIGINT", () => interrupted.abort());
  try {
    await run(interrupted.signal, verbose);
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

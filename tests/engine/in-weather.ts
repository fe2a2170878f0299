import { doesNotMatch, match, strictEqual } from "node:assert";
import { isDeepStrictEqual } from "node:util";
import { PACE_VARIABLE } from "../../sandbox/clusters/pace";
import { startServer, stopServer } from "../../sandbox/instance/server-process";
import type { CommandOptions } from "../../sandbox/pulumi/run-pulumi";
import { differences, type FinalState } from "./final-state";
import type { EngineHarness } from "./harness";
import type { SandboxRecord } from "./sandbox-records";

/** How often a command may fail at most. The weather does not excuse more failures. */
const MOST_FAILURES = 6;

/** Restarts a sandbox under a weather. `pace` 1 is AWS's own speed. */
export async function putUnderWeather(
  { data, environment }: EngineHarness,
  weather: string,
  pace: number,
): Promise<void> {
  await stopServer(data);
  environment[PACE_VARIABLE] = String(pace);
  await startServer(data, { weather, pace: String(pace) });
}

/** Runs a command until it succeeds, as a user would who reads why it failed. Returns why it failed. */
export async function untilDone(
  sandbox: EngineHarness,
  args: string[],
  options?: Partial<CommandOptions>,
): Promise<string[]> {
  const failures: string[] = [];
  for (;;) {
    const { code, stderr, stdout } = await sandbox.command(args, options);
    if (code === 0) return failures;
    const said = `${stderr}${stdout}`;
    match(said, /\w+ \w+/, `${args.join(" ")} says why it failed`);
    doesNotMatch(said, /^\s+at .*\.[jt]s:\d+/m, said);
    failures.push(said);
    strictEqual(failures.length <= MOST_FAILURES, true, failures.join("\n"));
  }
}

/**
 * How a deployment in bad weather differs from one in calm weather. If AWS makes a key and its answer is lost, the real
 * provider asks for another key, and nobody knows the first. Such keys do not count.
 */
export function differencesAfterWeather(
  calm: Partial<FinalState>,
  { accounts = [], ...others }: Partial<FinalState>,
): string[] {
  const strays = surplusKeys(accounts, calm.accounts ?? []);
  return differences(calm, { ...others, accounts: accounts.filter((one) => !strays.has(one)) });
}

/** Keys without an alias that the calm accounts do not have. */
function surplusKeys(accounts: readonly string[], calm: readonly string[]): Set<string> {
  const isNameless = (record: string) =>
    record.startsWith('{"key":["kms-key"') && record.includes('"aliases":[]');
  return new Set(accounts.filter((one) => isNameless(one) && !calm.includes(one)));
}

/** Keys of an account without an alias, as `living` names them. Unknown keys are among them. */
export function namelessKeys(records: readonly SandboxRecord[]): string[] {
  return records
    .filter(({ key: [kind], value }) => kind === "kms-key" && isDeepStrictEqual(value.aliases, []))
    .map(({ key }) => key.join(" "));
}

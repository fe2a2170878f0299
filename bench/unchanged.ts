import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { compiledFile } from "../sandbox/instance/installation";
import { commandEnvironment } from "../sandbox/pulumi/environment";
import { commandLine } from "../sandbox/pulumi/run-pulumi";
import { inventoryText } from "./inventory";
import { processorTimeOfChildren } from "./measuring/processes";
import { median, printTable } from "./measuring/table";
import { repeat, usagesOf, withDirectory } from "./measuring/usage";
import { type BenchSandbox, withSandbox } from "./sandbox";

/** Number of owners' stacks. One cluster's stack comes in addition. */
const OWNERS = 20;
const ROUNDS = 3;

/** Processor seconds of one `up` that changes nothing, and which part of them belongs to whom. */
interface Spent {
  elapsed: number;
  /** All processes together. */
  all: number;
  /** The runs of the engine, with the sandbox's stand-ins for its providers. */
  cli: number;
  /** The command's own process. Pulumi's SDK runs in it, and speaks to the engine for the programs. */
  command: number;
  /** The share of Pulumi's SDK in `command`. NaN where it was not measured, because measuring takes processor time too. */
  shareOfSdk: number;
  /** All other calls of the CLI that the command makes, by their names. */
  asks: Map<string, { calls: number; seconds: number }>;
}

/** Measures `up` of 21 stacks without a change: how much processor time Pulumi's CLI, its SDK and our code take. */
export async function benchUnchanged(isSmall: boolean): Promise<void> {
  const owners = isSmall ? 1 : OWNERS;
  const stacks = owners + 1;
  const size = { accounts: stacks, clusters: 1, secrets: 2 * owners, readers: 2 * owners };
  await withSandbox(inventoryText(size), async (sandbox) => {
    await upOf(sandbox); // deploys them
    const { shareOfSdk } = await upOf(sandbox, true);
    const rounds = await repeat(isSmall ? 1 : ROUNDS, () => upOf(sandbox));
    const middle = (of: (spent: Spent) => number) => median(rounds.map(of));
    const row = (title: string, of: (spent: Spent) => number) => [
      title,
      middle(of).toFixed(2),
      (middle(of) / stacks).toFixed(2),
    ];
    const asked = [...new Set(rounds.flatMap(({ asks }) => [...asks.keys()]))].sort();
    const ownPart = ({ command }: Spent) => command * (1 - shareOfSdk);
    const ours = (one: Spent) =>
      ownPart(one) + [...one.asks.values()].reduce((sum, { seconds }) => sum + seconds, 0);
    console.log(`up of ${stacks} stacks without a change, median of ${rounds.length}`);
    printTable(
      ["whose processor s", "all", "a stack"],
      [
        row("all", ({ all }) => all),
        row("Pulumi CLI: pulumi up, with providers", ({ cli }) => cli),
        row("Pulumi SDK, in the command", ({ command }) => command * shareOfSdk),
        row("ours", ours),
        row("  the command", ownPart),
        ...asked.map((ask) =>
          row(
            `  ${rounds[0]?.asks.get(ask)?.calls ?? 0} × pulumi ${ask}`,
            ({ asks }) => asks.get(ask)?.seconds ?? 0,
          ),
        ),
        ["elapsed", middle(({ elapsed }) => elapsed).toFixed(2), ""],
      ],
    );
  });
}

function upOf({ connection, data }: BenchSandbox, isProfiled = false): Promise<Spent> {
  return withDirectory(async (directory) => {
    const [calls, profiles, bin] = ["calls", "profiles", "bin"].map((name) =>
      join(directory, name),
    );
    if (!calls || !profiles || !bin) throw new Error("three directories are needed");
    for (const path of [calls, profiles, bin]) mkdirSync(path);
    const environment = await commandEnvironment(data, connection);
    timedPulumi(bin, join(data.bin, "pulumi"), calls);
    const stacks = ["--only", "*.cluster", "*.secrets"];
    const [started, before] = [performance.now(), processorTimeOfChildren()];
    const { usages } = await usagesOf(async (measured) => {
      const child = spawn(process.execPath, commandLine(data, ["up", "--yes", ...stacks]), {
        cwd: data.project,
        env: {
          ...{ ...environment, ...measured },
          ...(isProfiled && {
            BENCH_PROFILES: profiles,
            NODE_OPTIONS: `${measured.NODE_OPTIONS} --require ${compiledFile("bench/measuring/report-profile.js")}`,
          }),
          PATH: [bin, environment.PATH].join(delimiter),
        },
        stdio: "ignore",
      });
      const [code] = await once(child, "exit");
      if (code !== 0) throw new Error(`up ended with exit code ${code}`);
    });
    const elapsed = (performance.now() - started) / 1000;
    const all = processorTimeOfChildren() - before;
    const command =
      usages.find(({ program }) => program.endsWith("cli/main.js"))?.processorSeconds ?? NaN;
    const asks = timesOfCalls(calls);
    const cli = asks.get("up")?.seconds ?? NaN;
    asks.delete("up");
    return { elapsed, all, cli, command, shareOfSdk: shareIn(profiles), asks };
  });
}

/** Writes a `pulumi` that runs the real one and records the time of it and of all that it started. */
function timedPulumi(directory: string, real: string, calls: string): void {
  const script = [
    "#!/bin/bash",
    `"${real}" "$@"`,
    "code=$?",
    `{ echo "$1 $2"; times; } > "${calls}/$$"`,
    "exit $code",
    "",
  ].join("\n");
  const file = join(directory, "pulumi");
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}

/** Adds up the recorded calls by name. A record is a text such as `up --stack 0m0.001s 0m0.002s 0m1.2s 0m0.1s`. */
function timesOfCalls(directory: string): Spent["asks"] {
  const asks: Spent["asks"] = new Map();
  for (const file of readdirSync(directory)) {
    const text = readFileSync(join(directory, file), "utf8");
    const [verb = "", next = "", ...times] = text.trim().split(/\s+/);
    const name = verb === "stack" ? `${verb} ${next}` : verb;
    const known = asks.get(name) ?? { calls: 0, seconds: 0 };
    const seconds = times.reduce((sum, time) => sum + secondsOf(time), 0);
    asks.set(name, { calls: known.calls + 1, seconds: known.seconds + seconds });
  }
  return asks;
}

function secondsOf(time: string): number {
  const [, minutes = "0", seconds = "0"] = /^(\d+)m([\d.]+)s$/.exec(time) ?? [];
  return 60 * Number(minutes) + Number(seconds);
}

/** The folders of Pulumi's SDK and of the libraries below it. */
const SDK = /node_modules\/(?:@pulumi|@grpc|google-protobuf)\//;

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
  samples: number[];
}

/** The share of the profiles' samples, over all threads of the command, that the SDK caused. NaN if there are no profiles. */
function shareIn(directory: string): number {
  let [sdk, all] = [0, 0];
  for (const file of readdirSync(directory)) {
    const { nodes, samples }: Profile = JSON.parse(readFileSync(join(directory, file), "utf8"));
    const parents = new Map(
      nodes.flatMap(({ children = [], id }) => children.map((child) => [child, id])),
    );
    const frames = new Map(nodes.map(({ callFrame, id }) => [id, callFrame]));
    for (const sample of samples) {
      // A sample without a file, such as the garbage collection, counts for the caller that has one.
      let at: number | undefined = sample;
      const urlOf = (id = 0) => frames.get(id)?.url ?? "";
      while (at !== undefined && !/^(?:file:)?\//.test(urlOf(at))) at = parents.get(at);
      // The samples of the profiler itself do not count.
      if (at === undefined || urlOf(at).endsWith("report-profile.js")) continue;
      all += 1;
      if (SDK.test(urlOf(at))) sdk += 1;
    }
  }
  return all === 0 ? NaN : sdk / all;
}

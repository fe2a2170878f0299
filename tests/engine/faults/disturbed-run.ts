import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { commandLine } from "../../../sandbox/pulumi/run-pulumi";
import type { EngineHarness } from "../harness";
import { foundBelow, killBelow, killTree } from "../kill-tree";
import type { Ended, Phase } from "./phases";

/** Processes of a run, by a pattern of their command lines. */
const PROCESSES = {
  /** All processes at once. */
  run: /./,
  command: /cli\/main\.js/,
  engine: /^pulumi\0(?:up|destroy|refresh|preview|import)\0/,
  aws: /providers\/aws\//,
  kubernetes: /providers\/kubernetes\//,
  /** The thread of the command that runs the program. It has no process of its own. */
  worker: /(?!)/,
};

/** Kinds of the engine's events. The first is the start of the first provider, before its configuration. */
const EVENTS = [
  ...["started", "preludeEvent", "resourcePreEvent", "resOutputsEvent", "resOpFailedEvent"],
  ...["diagnosticEvent", "summaryEvent"],
];

/** Calls that create files. On a full disk all of them fail. Pulumi and Go make directories by those with `at`. */
const WRITES = ["mkdir", "mkdirat", "rename", "renameat"];

/** Kills a process when the engine has reported this many events of a kind. */
export interface Kill {
  ends: keyof typeof PROCESSES;
  at: string;
  nth: number;
}

/** In each thread of the run, the nth call of this name finds no space. */
export interface FullDisk {
  write: string;
  nth: number;
}

export const KILLS = (Object.keys(PROCESSES) as Kill["ends"][]).flatMap((ends) =>
  EVENTS.map((at) => ({ ends, at })),
);

export const FULL_DISKS: FullDisk[] = WRITES.flatMap((write) =>
  [1, 2, 3, 4].map((nth) => ({ write, nth })),
);

/** Preloaded into the command. Its threads end when the file named in the environment exists. */
const ENDING_THREADS = `
const { isMainThread } = require("node:worker_threads");
const { existsSync } = require("node:fs");
const look = () => existsSync(process.env.END_THREADS) && process.exit(1);
if (!isMainThread) setInterval(look, 5).unref();
`;

/** Runs the command of a phase once with a disturbance. `happened` says whether the disturbance took place. */
export async function runDisturbed(
  { data, environment }: EngineHarness,
  { args, input = "" }: Phase,
  disturbance: Kill | FullDisk,
): Promise<Ended & { happened: boolean }> {
  const directory = mkdtempSync(join(data.path, "tmp-"));
  const fileOf = (name: string) => join(directory, name);
  writeFileSync(fileOf("threads.cjs"), ENDING_THREADS);
  const command = [
    process.execPath,
    "--require",
    fileOf("threads.cjs"),
    ...commandLine(data, args),
  ];
  const [program = "", ...others] =
    "write" in disturbance ? [...withFullDisk(disturbance, fileOf("trace")), ...command] : command;
  const child = spawn(program, others, {
    cwd: data.project,
    env: { ...environment, END_THREADS: fileOf("end"), TMPDIR: directory },
  });
  child.stdin.on("error", () => {}).end(input);
  const said = [text(child.stdout), text(child.stderr)].map((one) => one.catch(() => ""));
  const ended = once(child, "close");
  let happened = false;
  while (child.exitCode === null && child.signalCode === null) {
    if ("ends" in disturbance && !happened) {
      happened = killNow(child.pid ?? 0, disturbance, directory);
    }
    await sleep(5);
  }
  // A process that outlives the command may keep its output open.
  await Promise.race([ended, sleep(30_000, undefined, { ref: false })]);
  for (const stream of [child.stdout, child.stderr]) stream.destroy();
  if ("write" in disturbance) happened = readFileSync(fileOf("trace"), "utf8").includes("INJECTED");
  const words = (await Promise.all(said)).join("");
  rmSync(directory, { recursive: true, force: true });
  return { code: child.exitCode, said: words, happened };
}

function withFullDisk({ nth, write }: FullDisk, trace: string): string[] {
  const injected = `inject=${write}:error=ENOSPC:when=${nth}`;
  return [
    "strace",
    "-f",
    "--seccomp-bpf",
    "-qq",
    "-o",
    trace,
    "-e",
    `trace=${write}`,
    "-e",
    injected,
  ];
}

/** Kills the process when it is time. Returns false if it is too early or the process does not exist. */
function killNow(run: number, { at, ends, nth }: Kill, directory: string): boolean {
  const count =
    at === "started" ? foundBelow(run, PROCESSES.aws).length : countEvents(directory, at);
  if (count < nth) return false;
  if (ends === "run") killTree(run);
  else if (ends === "worker") writeFileSync(join(directory, "end"), "");
  else return killBelow(run, PROCESSES[ends]) > 0;
  return true;
}

/** Counts the events of a kind that the running engines have reported. */
function countEvents(directory: string, kind: string): number {
  const logs = readdirSync(directory).map((name) => join(directory, name, "events"));
  return logs
    .flatMap((log) => (existsSync(log) ? readFileSync(log, "utf8").split("\n") : []))
    .filter((line) => line.includes(`"${kind}":`)).length;
}

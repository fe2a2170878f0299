import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { commandLine, type Ended } from "../../../sandbox/pulumi/run-pulumi";
import type { EngineHarness } from "../harness";
import { killTree } from "../kill-tree";

/** When a run is killed: this many milliseconds after it has reported this many events. */
export interface Moment {
  events: number;
  later: number;
}

/**
 * Runs the command in the sandbox. Kills the first run that reaches the moment, with all that it started, and repeats it.
 * `killed` says after which event.
 */
export function killedOnce(sandbox: EngineHarness, { events, later }: Moment) {
  let told = 0;
  let killed: string | undefined;
  const command = async (args: string[]): Promise<Ended> => {
    if (killed !== undefined) return sandbox.command(args);
    const all = [...args, "--progress", "json"];
    const child = spawn(process.execPath, commandLine(sandbox.data, all), {
      ...{ cwd: sandbox.data.project, env: sandbox.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "close") as Promise<[number | null, string | null]>;
    const answer = text(child.stdout);
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      const event = JSON.parse(line) as Record<string, string>;
      lines.push(event.message ?? event.reason ?? "");
      told++;
      if (told !== events) continue;
      await sleep(later);
      if (child.exitCode !== null) continue;
      killed = `${event.name ?? event.event} ${event.text ?? event.message ?? event.result}`;
      killTree(child.pid ?? 0);
    }
    const [code, signal] = await ended;
    if (signal !== null) return sandbox.command(args);
    return { code, stdout: await answer, stderr: lines.join("\n") };
  };
  return { command, moment: () => killed };
}

import { stacksShape } from "../../../cli/stacks/run/stacks-shape";
import type { Ended } from "../../../sandbox/pulumi/run-pulumi";
import type { EngineHarness } from "../harness";

/** Options of `up` and `destroy` that confirm something by name. */
export type Option = "yes-remove" | "take-over";

/** The option that confirms each name. */
export type Confirmed = Map<string, Option>;

/** How a run of the command ended. */
export interface Run {
  /** Why it failed. Empty if it succeeded. */
  failed: string;
  /** Whether it was refused before it ran any stack. */
  isRefused: boolean;
  confirmed: Confirmed;
  /** Whether a key should have gone, but still has something under it. */
  keysStay: boolean;
  /** Stacks that the inventory no longer has. */
  left: string[];
  /** What it did to resources, in words. Empty if it changed nothing. */
  changes: string;
}

/** A message asks for `--yes-remove NAME` or `--take-over NAME`. */
const OPTION = /--(yes-remove|take-over) (?:'([^']+)'|([^\s"]+))/g;

/** `up` says this if a key still has something under it, such as a copy that the same run deletes. The next `up` looks again. */
const KEY_STAYS = /^key \S+ stays, /m;

/** How often a run is repeated, at most, with what it asks to confirm. */
const MOST_ATTEMPTS = 4;

/** Runs a verb, and repeats it with what it asks to confirm, as far as `confirms` allows. */
export async function run(
  sandbox: EngineHarness,
  verb: "up" | "destroy",
  {
    command = sandbox.command,
    confirms = ["yes-remove", "take-over"],
    given,
    only,
  }: RunOptions = {},
): Promise<Run> {
  const confirmed: Confirmed = new Map(given);
  for (let attempt = 1; ; attempt++) {
    const options = [
      ...[...confirmed].map(([name, option]) => `--${option}=${name}`),
      ...(only ? ["--only", ...only] : []),
    ];
    const ended = await command([verb, "--yes", "--json", ...options]);
    if (ended.code !== 2) return { ...runOf(ended), confirmed };
    const asked = askedBy(ended.stderr).filter(
      ([name, option]) => confirms.includes(option) && !confirmed.has(name),
    );
    if (asked.length === 0 || attempt > MOST_ATTEMPTS) {
      const failed = `${ended.stderr}${ended.stdout}`;
      return { failed, isRefused: true, confirmed, keysStay: false, left: [], changes: "" };
    }
    for (const [name, option] of asked) confirmed.set(name, option);
  }
}

export interface RunOptions {
  /** What runs the command. Defaults to the sandbox. */
  command?: (args: string[]) => Promise<Ended>;
  /** The options that may be confirmed. Defaults to all. */
  confirms?: Option[];
  /** The confirmations of the first run. */
  given?: Confirmed;
  /** The stacks to run. Defaults to all. */
  only?: string[];
}

function askedBy(text: string): [string, Option][] {
  return [...text.matchAll(OPTION)].map(([, option, quoted, plain]) => [
    quoted ?? plain ?? "",
    option as Option,
  ]);
}

function runOf({ stderr, stdout }: { stderr: string; stdout: string }): Omit<Run, "confirmed"> {
  const { leftStacks, stacks } = stacksShape.parse(JSON.parse(stdout));
  const failed = stacks.flatMap(({ reason = "", result, stack }) =>
    result === "done" ? [] : [`${stack} ${result}: ${reason}`],
  );
  const changes = stacks.filter(({ changes }) => Object.keys(changes).some((op) => op !== "same"));
  return {
    failed: failed.join("\n"),
    isRefused: false,
    keysStay: KEY_STAYS.test(stderr),
    left: leftStacks.map(({ stack }) => stack),
    changes: changes.map(({ changes, stack }) => `${stack} ${JSON.stringify(changes)}`).join("; "),
  };
}

import { stacksShape } from "../../../cli/stacks/run/stacks-shape";
import type { Ended } from "../../../sandbox/pulumi/run-pulumi";
import type { EngineHarness } from "../harness";

/** What `up` or `destroy` asks to be confirmed by name. */
export type Option = "yes-remove" | "take-over";

/** What was confirmed, by name. */
export type Confirmed = Map<string, Option>;

/** How a run of the command ended. */
export interface Run {
  /** Why it failed; empty where it is done. */
  failed: string;
  /** It refused before it ran any stack. */
  isRefused: boolean;
  confirmed: Confirmed;
  /** Whether a key was to go and has something under it yet. */
  keysStay: boolean;
  /** Stacks that the inventory no longer has. */
  left: string[];
  /** What was done to resources, in words; empty where nothing was changed. */
  changes: string;
}

/** `--yes-remove NAME` or `--take-over NAME`, as a message tells to add it. */
const OPTION = /--(yes-remove|take-over) (?:'([^']+)'|([^\s"]+))/g;

/** How `up` says that a key has something under it, such as a copy that the same run deletes: the next `up` looks again. */
const KEY_STAYS = /^key \S+ stays, /m;

/** Most times that a run is repeated with what it asks to be confirmed. */
const MOST_ATTEMPTS = 4;

/** Runs a verb, and repeats it with what it asks to be confirmed, as far as `confirms` allows. */
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
  /** What runs the command; defaults to the sandbox. */
  command?: (args: string[]) => Promise<Ended>;
  /** What may be confirmed; defaults to everything. */
  confirms?: Option[];
  /** What is confirmed from the beginning. */
  given?: Confirmed;
  /** Stacks; defaults to all. */
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

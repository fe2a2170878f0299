import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Import } from "../../../stacks/import-file";
import { UserError } from "../../terminal/errors";
import { shellWord } from "../../terminal/printed-text";
import { type StateReader, stateReader } from "./exported-state";
import { importsOf } from "./import-files";
import { projectDirectory } from "./project-directory";
import { PulumiError, pulumiJson, requirePulumi } from "./pulumi-command";
import { backendDirectory } from "./stored-text";

/** The backend's information about a stack. */
export interface StackInBackend {
  resources: number;
  /** The time of the last update, in ISO 8601. */
  lastUpdate?: string;
  inProgress: boolean;
}

/** The project that deploys an inventory. */
export interface Project {
  workDir: string;
  /** Its stacks in the backend, by name. */
  held: ReadonlyMap<string, StackInBackend>;
  stateOf: StateReader;
  /** The imports in a stack's import file. A malformed file is a `UserError`. */
  importsOf: (stack: string) => Import[];
}

/**
 * Opens the project for a command. A project of another kind, or another version of the CLI, is a `UserError`. `known`: what spares
 * the list of the backend.
 */
export async function openProject(inventory: string, known?: KnownStacks): Promise<Project> {
  const workDir = projectDirectory(inventory);
  const stateOf = stateReader(workDir);
  const [held] = await Promise.all([
    known ? heldAmong(known, stateOf) : stacksInBackend(workDir),
    requirePulumi(workDir),
  ]);
  return { workDir, held, stateOf, importsOf: (stack) => importsOf(inventory, stack) };
}

/** Names of the stacks that a command concerns. Other stacks count as absent. */
export interface KnownStacks {
  /** Those that are there. Their states say so if they are not. */
  there: readonly string[];
  /** Those of which the backend is asked. */
  asked: readonly string[];
}

async function heldAmong(
  { asked, there }: KnownStacks,
  stateOf: StateReader,
): Promise<Map<string, StackInBackend>> {
  const found = await Promise.all(
    asked.map(async (name): Promise<[string, StackInBackend][]> => {
      const state = await stateOf(name).catch(unlessAbsent);
      if (!state) return [];
      const { left = [], resources } = state;
      return [[name, { resources: resources.length + left.length, inProgress: false }]];
    }),
  );
  const unasked = there.filter((name) => !asked.includes(name));
  return new Map([
    ...unasked.map((name): [string, StackInBackend] => [name, THERE]),
    ...found.flat(),
  ]);
}

/** A stack that holds more than itself. */
const THERE: StackInBackend = { resources: 2, inProgress: false };

function unlessAbsent(error: unknown): undefined {
  if (error instanceof PulumiError && /^error: no stack named /m.test(error.said)) return undefined;
  throw error;
}

/** All stacks of the project in the backend, by name, with a single call. The CLI reads every state for it. */
export async function stacksInBackend(workDir: string): Promise<Map<string, StackInBackend>> {
  const ask = () => pulumiJson<RawStack[]>({ workDir, environment: {} }, ["stack", "ls", "--json"]);
  const list = await ask().catch(async (error: unknown) => {
    if (isFirstOpening(error)) return ask();
    throw (await brokenState(error, workDir)) ?? error;
  });
  return new Map(
    list.map(({ lastUpdate, name, resourceCount = 0, updateInProgress = false }) => [
      name.slice(name.lastIndexOf("/") + 1),
      { resources: resourceCount, lastUpdate, inProgress: updateInProgress },
    ]),
  );
}

/** The error, with a way back, if a stack's state cannot be read. */
async function brokenState(error: unknown, workDir: string): Promise<UserError | undefined> {
  if (!(error instanceof PulumiError) || !isBrokenState(error.said)) return undefined;
  const place = { workDir, environment: {} };
  const { url } = await pulumiJson<{ url?: string }>(place, ["whoami", "--json"]);
  return new UserError(brokenStateAdvice(url));
}

/**
 * The first to open an empty PostgreSQL database creates the engine's table. If two do so at the same time, PostgreSQL refuses
 * one: its `CREATE TABLE IF NOT EXISTS` does not see a table that another session is creating. By then the table exists.
 */
function isFirstOpening(error: unknown): boolean {
  return error instanceof PulumiError && /failed to create table .*\(23505\)/.test(error.said);
}

interface RawStack {
  name: string;
  lastUpdate?: string;
  resourceCount?: number;
  updateInProgress?: boolean;
}

/** The engine's errors if a state is truncated. It does not say which one. */
const NO_JSON = /\bunexpected end of JSON input|invalid character .+ (?:after|looking for|in) /;

export function isBrokenState(said: string): boolean {
  return NO_JSON.test(said);
}

/** What to do then. For a file backend, the broken states are named; for any other, only the backend. */
export function brokenStateAdvice(backend: string | undefined): string {
  const broken = brokenStates(backend);
  const named = broken.map(
    (file) =>
      `of stack ${basename(file, ".json")} is cut off, as a full disk leaves it: make room, then put back what it was before: ${wayBack(file)}`,
  );
  return [
    named.length > 0
      ? `the state ${named.join("\n")}`
      : "the state of a stack is cut off, as a full disk leaves it: look under .pulumi/stacks of the backend for a file that is no JSON; put back the file of the same name with .bak, or the newest of .pulumi/backups",
    "the next up then takes in what the last run made and did not record",
  ].join("\n");
}

function wayBack(file: string): string {
  const copy = `${file}.bak`;
  return existsSync(copy) && isJson(copy)
    ? `cp ${shellWord(copy)} ${shellWord(file)}`
    : `copy the newest whole file under .pulumi/backups or .pulumi/history of the backend, for this stack, to ${file}`;
}

/** The states in a file backend that are not JSON. */
function brokenStates(backend = ""): string[] {
  if (!backend.startsWith("file://")) return [];
  const directory = join(backendDirectory(backend), ".pulumi", "stacks");
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(directory, name))
    .filter((file) => !isJson(file));
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}

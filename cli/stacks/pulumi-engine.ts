import "../../stacks/lazy-libraries";

import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CommandError,
  ConcurrentUpdateError,
  LocalWorkspace,
  PulumiCommand,
  Stack,
  StackAlreadyExistsError,
} from "@pulumi/pulumi/automation";

import type { LandingZone } from "../../sdk/grant";
import { UserError } from "../terminal/errors";
import { accountEnvironment } from "./account-environment";
import { deploymentMark } from "./deployment-mark";
import { settleInterruptedRun } from "./interrupted-run";
import { lastRun } from "./last-run";
import { lockedReason, lockHolder } from "./lock-holder";
import { requireValues } from "./missing-values";
import { plainReason } from "./plain-reason";
import { CLI_SETTINGS } from "./pulumi-command";
import { type EventRecord, eventRecord } from "./record-events";
import { resourceCount } from "./resource-count";
import { type Operation, type StackEngine, type StackPreviewer, StoppedRun } from "./stack-engine";

/** How long a run of the same stack by another process on this machine may take to end. In milliseconds. */
const PATIENCE = 10 * 60_000;

/** What the engine runs the programs with. */
export interface PulumiEngineOptions {
  /** Directory of the project. */
  workDir: string;
  /** The inventory, which the programs read. */
  inventory: string;
  /** What it declares. */
  zone: LandingZone;
  /** Names of the stacks that there are. */
  stacks: Iterable<string>;
  /** Of the stacks that it creates; defaults to the backend's own. */
  secretsProvider?: string;
}

/** The real engine, through the Automation API, over the programs that `pulumi up` runs. */
export async function pulumiEngine({
  inventory,
  secretsProvider,
  stacks,
  workDir,
  zone,
}: PulumiEngineOptions): Promise<StackEngine & StackPreviewer> {
  const command = await pulumiCommand();
  const workspaceFor = (environment: Record<string, string>) =>
    LocalWorkspace.create({
      workDir,
      pulumiCommand: command,
      secretsProvider,
      envVars: {
        ...environment,
        EKS_POD_SECRETS_INVENTORY: resolve(inventory),
        ...CLI_SETTINGS,
        PWD: workDir,
      },
    });
  const known = new Set(stacks);
  const mark = deploymentMark(inventory);

  return {
    async preview(stack, { onStep, refresh, signal }) {
      const own = await accountEnvironment(stack.account, "preview");
      const record = eventRecord(onStep);
      const selected = await selectStack(await workspaceFor(own.environment), stack.name);
      await operate(selected, "preview", { mark, record, refresh, signal });
      if (signal.aborted) throw new StoppedRun();
      return record;
    },
    lastRun: (stack, operation) => lastRun(workDir, stack, operation, mark),
    async run(stack, operation, onStep, signal) {
      const record = eventRecord(onStep);
      const isNew = !known.has(stack.name);
      if (isNew && operation !== "up") return record;
      const own = await accountEnvironment(stack.account, operation);
      if (operation === "up" && stack.layer === "workloads") {
        await requireValues(zone, stack.account);
      }
      const workspace = await workspaceFor(own.environment);
      let isJustMade = isNew && (await createStack(workspace, stack.name));
      known.add(stack.name);
      const selected = await selectStack(workspace, stack.name);
      await runWhenUnlocked(selected, signal, async () => {
        if (!isJustMade) {
          onStep("looking for what an earlier run left");
          const place = { workDir, environment: own.environment };
          const access = { ...own.access, onStep, signal };
          await settleInterruptedRun(place, stack.name, async () => access).catch((error) => {
            throw signal.aborted ? new StoppedRun() : error;
          });
        }
        // Whoever has locked it meanwhile may leave something, too.
        isJustMade = false;
        if (signal.aborted) throw new StoppedRun();
        await operate(selected, operation, { mark, record, signal });
      });
      // The engine calls an update a success whose deletions a Ctrl-C has cut short.
      if (signal.aborted) {
        const place = { workDir, environment: {} };
        const isGone = operation === "destroy" && (await resourceCount(place, stack.name)) === 0;
        if (!isGone) throw new StoppedRun();
      }
      return record;
    },
  };
}

/** The CLI in PATH, which must be of the version that the Automation API speaks to. */
async function pulumiCommand(): Promise<PulumiCommand> {
  const command = await PulumiCommand.get({ skipVersionCheck: true }).catch((error: unknown) => {
    throw error instanceof CommandError
      ? new UserError(`pulumi version failed: ${wordsOf(error)}`)
      : error;
  });
  if (command.version?.major === 3) return command;
  const got = command.version ? `version ${command.version.version}` : "none that it prints";
  throw new UserError(
    `the Pulumi CLI in PATH must be of version 3, got ${got}; install it (https://www.pulumi.com/docs/install/)`,
  );
}

/** Makes an empty stack; false where another process has made it meanwhile. */
async function createStack(workspace: LocalWorkspace, name: string): Promise<boolean> {
  try {
    await workspace.createStack(name);
    return true;
  } catch (error) {
    if (error instanceof StackAlreadyExistsError) return false;
    throw new UserError(plainReason([wordsOf(error)]));
  }
}

/** A stack of the Automation API, without the commands that it runs besides and whose answers nobody reads. */
async function selectStack(workspace: LocalWorkspace, name: string): Promise<Stack> {
  // Stacks are named in every command; selecting each would change what the user has selected.
  workspace.selectStack = async () => {};
  workspace.stackOutputs = async () => ({});
  const stack = await Stack.select(name, workspace);
  stack.info = async () => undefined;
  return stack;
}

/** What a process of this machine that was killed left locked is released; one that still runs is waited for. */
async function runWhenUnlocked(
  stack: Stack,
  signal: AbortSignal,
  run: () => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const words = error instanceof Error ? error.message : "";
      const isLocked = error instanceof ConcurrentUpdateError || /currently locked by/.test(words);
      const holder = isLocked ? lockHolder(words) : undefined;
      if (holder === "ended") await stack.cancel();
      else if (holder === "running" && Date.now() < deadline && !signal.aborted) await sleep(1_000);
      else throw isLocked ? new UserError(lockedReason(words, stack.name)) : error;
    }
  }
}

interface Operating {
  mark: string;
  record: EventRecord;
  /** Compare with what the accounts hold first. */
  refresh?: boolean;
  signal: AbortSignal;
}

async function operate(
  stack: Stack,
  operation: Operation | "preview",
  { mark, record, refresh = false, signal }: Operating,
): Promise<void> {
  // A terminal's Ctrl-C reaches the engine by itself; a second interrupt would end it at once. Each operation has a signal
  // of its own, as Pulumi never takes its listener away.
  const interrupt = process.stdin.isTTY ? {} : { signal: AbortSignal.any([signal]) };
  try {
    const options = { message: mark, onEvent: record.onEvent, refresh, ...interrupt };
    await stack[operation](options);
  } catch (error) {
    if (error instanceof ConcurrentUpdateError) throw error;
    if (signal.aborted && record.errors.every(isCancellation)) throw new StoppedRun();
    throw new UserError(plainReason(record.errors.length > 0 ? record.errors : [wordsOf(error)]));
  }
}

/** What the engine says where it was asked to stop. */
function isCancellation(words: string): boolean {
  return /^\w+ cancell?ed$/.test(words);
}

/** What the engine said on standard error, without what it printed beside. */
function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  const stderr = /stderr: ([\s\S]*?)(?:\n err\?|$)/.exec(words)?.[1] ?? words;
  const errors = stderr.replace(/^Command failed with exit code .*\n/, "").trim();
  return errors.replace(/(?<=.\n)(?:Updating|Destroying|Refreshing) \([\s\S]*$/, "").trim();
}

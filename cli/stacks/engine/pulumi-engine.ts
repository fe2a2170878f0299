import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { LandingZone } from "eks-pod-secrets/grant";
import { type Confirmed, confirmingEnvironment } from "../../../stacks/confirmed";
import { revokingEnvironment } from "../../../stacks/revoked-roles";
import { UserError } from "../../terminal/errors";
import { isBrokenState } from "../backend/broken-states";
import { plainReason } from "../backend/plain-reason";
import { projectProgram } from "../backend/project-program";
import { type CommandPlace, PulumiError, pulumi } from "../backend/pulumi-command";
import { refreshResources, type StaleResource } from "../backend/refresh-resources";
import { resourceCount } from "../backend/resource-count";
import { settleInterruptedRun } from "../interrupted-run/settle-interrupted-run";
import type { StateResource } from "../interrupted-run/settled-state";
import { requireValues } from "../values/missing-values";
import { accountEnvironment } from "./account-environment";
import { clusterReader } from "./cluster-reader";
import { runWithEvents } from "./engine-events";
import { leaveLostClusters } from "./leave-lost-clusters";
import { holderWords, lockedReason, lockHolder } from "./lock-holder";
import { programWorkers } from "./program-workers";
import { type EventRecord, eventRecord } from "./record-events";
import { removeDriverParts } from "./remove-driver-parts";
import {
  type Operation,
  type StackEngine,
  type StackPreviewer,
  type StackRefresher,
  StoppedRun,
} from "./stack-engine";
import { untilDeployed } from "./until-deployed";

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
  /** Whether `up` first reads into the state what the accounts hold. */
  refresh?: boolean;
  /** What `up` reads anew before it deploys: without that it would take it for right, and leave it. */
  stale?: readonly StaleResource[];
  /** ARNs of revoked roles, of which the stacks may not know. */
  revokedRoles?: readonly string[];
  /** What somebody confirmed for the run. */
  confirmed?: Confirmed;
  /** Why stacks must not be deployed, by their names. */
  unfit?: ReadonlyMap<string, string>;
}

/** The real engine, by the CLI in PATH, over the programs that `pulumi up` runs. */
export function pulumiEngine({
  confirmed,
  inventory,
  refresh: refreshFirst = false,
  revokedRoles = [],
  secretsProvider,
  stacks,
  stale = [],
  unfit,
  workDir,
  zone,
}: PulumiEngineOptions): StackEngine & StackPreviewer & StackRefresher {
  const ofProgram = {
    EKS_POD_SECRETS_INVENTORY: resolve(inventory),
    ...(confirmed && confirmingEnvironment(confirmed)),
    ...revokingEnvironment(revokedRoles),
  };
  const placeFor = (environment: Record<string, string>): CommandPlace => ({
    workDir,
    environment: { ...environment, ...ofProgram },
  });
  const withProgram = programWorkers(projectProgram(workDir), ofProgram);
  const operateWithProgram: typeof operate = (place, command, record, signal) =>
    withProgram((address) => operate(place, [...command, "--client", address], record, signal));
  const known = new Set(stacks);
  const requireFit = (stack: string) => {
    const reason = unfit?.get(stack);
    if (reason !== undefined) throw new UserError(reason);
  };

  return {
    async preview(stack, { onStep, refresh, signal }) {
      requireFit(stack.name);
      const own = await accountEnvironment(stack.account, "preview");
      const record = eventRecord(onStep);
      const options = refresh ? ["--refresh"] : [];
      const command = commandFor("preview", stack.name, options);
      await operateWithProgram(placeFor(own.environment), command, record, signal);
      if (signal.aborted) throw new StoppedRun();
      return record;
    },
    async refresh({ account, name }, urns) {
      const { environment } = await accountEnvironment(account, "refresh");
      const place = placeFor(environment);
      const { signal } = new AbortController();
      const access = { onStep: () => {}, signal };
      await runWhenUnlocked(place, name, access, () => refreshResources(place, name, urns));
    },
    async run(stack, operation, onStep, signal) {
      const record = eventRecord(onStep);
      const isNew = !known.has(stack.name);
      if (isNew && operation !== "up") return record;
      requireFit(stack.name);
      const own = await accountEnvironment(stack.account, operation);
      if (operation === "up" && stack.layer === "workloads") {
        await requireValues(zone, stack.account);
      }
      const place = placeFor(own.environment);
      const readOfCluster = clusterReader(zone, own.access);
      const access = { ...own.access, onStep, readOfCluster, signal };
      let isJustMade = isNew && (await createStack(place, stack.name, secretsProvider));
      known.add(stack.name);
      await runWhenUnlocked(place, stack.name, access, async () => {
        if (!isJustMade) {
          onStep("looking for what an earlier run left");
          await settleInterruptedRun(place, stack.name, async () => access).catch((error) => {
            throw signal.aborted ? new StoppedRun() : error;
          });
        }
        // Whoever has locked it meanwhile may leave something, too.
        isJustMade = false;
        if (signal.aborted) throw new StoppedRun();
        const urns = stale.flatMap((one) => (one.stack === stack.name ? one.urn : []));
        if (operation === "up") await refreshResources(place, stack.name, urns);
        if (operation === "up" && !isNew) {
          await leaveLostClusters(place, zone, stack, {
            access: own.access,
            refresh: refreshFirst,
          });
          await removeDriverParts(place, zone, stack, onStep);
        }
        const options = ["--yes", "--skip-preview", ...(refreshFirst ? ["--refresh"] : [])];
        const command = commandFor(operation, stack.name, options);
        if (operation !== "up") return operate(place, command, record, signal);
        onStep("running the program of the stack");
        const deploy = () => operateWithProgram(place, command, record, signal);
        const takeIn = (made: StateResource[]) =>
          settleInterruptedRun(place, stack.name, async () => access, made);
        await untilDeployed({ deploy, record, access, takeIn });
      });
      if (operation === "up" && stack.layer === "secrets" && !signal.aborted) {
        const { copyFormerValues } = await import("../values/former-values.js");
        const valued = await copyFormerValues(zone, stack.account, onStep);
        record.createdSecrets = record.createdSecrets.filter((id) => !valued.includes(id));
      }
      // The engine calls an update a success whose deletions a Ctrl-C has cut short.
      if (signal.aborted) {
        const isGone =
          operation === "destroy" &&
          (await resourceCount({ workDir, environment: {} }, stack.name)) === 0;
        if (!isGone) throw new StoppedRun();
      }
      return record;
    },
  };
}

/** Makes an empty stack; false where another process has made it meanwhile. */
async function createStack(
  place: CommandPlace,
  name: string,
  secretsProvider: string | undefined,
): Promise<boolean> {
  const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
  try {
    await pulumi(place, ["stack", "init", name, ...provider]);
    return true;
  } catch (error) {
    if (!(error instanceof PulumiError)) throw error;
    if (/stack.*already exists/.test(error.said)) return false;
    throw new UserError(plainReason([error.said]));
  }
}

/** What a process of this machine that was killed left locked is released; one that still runs is waited for. */
async function runWhenUnlocked(
  place: CommandPlace,
  stack: string,
  { onStep, signal }: { onStep: (step: string) => void; signal: AbortSignal },
  run: () => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const words = error instanceof Error ? error.message : "";
      if (isBrokenState(words)) {
        throw new UserError(
          `a lock of stack ${stack} is cut off, as a full disk leaves it: make room, and where nobody else runs the stack, release it: pulumi cancel --yes --stack ${stack}`,
        );
      }
      const holder = isLocked(words) ? lockHolder(words) : undefined;
      if (holder === "ended") await pulumi(place, ["cancel", "--yes", "--stack", stack]);
      else if (holder === "running" && Date.now() < deadline && !signal.aborted) {
        onStep(`waiting for ${holderWords(words)}, which runs the stack`);
        await sleep(1_000);
      } else throw holder ? new UserError(lockedReason(words, stack)) : error;
    }
  }
}

/** Whether the engine says that someone has locked a stack: in a file, or in Pulumi Cloud. */
function isLocked(words: string): boolean {
  return /currently locked by|\[409\] Conflict: Another update/.test(words);
}

function commandFor(operation: Operation | "preview", stack: string, options: string[]): string[] {
  return [operation, ...options, "--stack", stack];
}

async function operate(
  place: CommandPlace,
  command: string[],
  { errors, onEvent }: EventRecord,
  signal: AbortSignal,
): Promise<void> {
  // A terminal's Ctrl-C reaches the engine by itself; a second interrupt would end it at once.
  const interrupt = process.stdin.isTTY ? undefined : signal;
  try {
    await runWithEvents(place, command, onEvent, interrupt);
  } catch (error) {
    if (!(error instanceof PulumiError) || isLocked(error.message)) throw error;
    if (signal.aborted && errors.every(isCancellation)) throw new StoppedRun();
    throw new UserError(plainReason(errors.length > 0 ? errors : [withoutProgress(error.said)]));
  }
}

/** What the engine says where it was asked to stop. */
function isCancellation(words: string): boolean {
  return /^\w+ cancell?ed$/.test(words);
}

/** What the engine said, without what it tells of its progress. */
function withoutProgress(said: string): string {
  return said.replace(/(?<=^|\n)(?:Updating|Previewing|Destroying|Refreshing) [\s\S]*$/, "").trim();
}

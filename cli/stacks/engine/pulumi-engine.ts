import { resolve } from "node:path";
import type { LandingZone } from "eks-pod-secrets/grant";
import {
  type Confirmed,
  confirmingEnvironment,
  revokingEnvironment,
} from "../../../stacks/confirmed";
import { RECORD } from "../../../stacks/run-record";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { messageOf, UserError } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { forgetOutput, refreshResources, type StaleResource } from "../backend/exported-state";
import { importsOf } from "../backend/import-files";
import { plainReason } from "../backend/plain-reason";
import { projectProgram } from "../backend/project-directory";
import { type CommandPlace, PulumiError, pulumi } from "../backend/pulumi-command";
import { accountEnvironment } from "./account-environment";
import { importAdopted } from "./import-adopted";
import { leaveAdopted, leftWords } from "./leave-adopted";
import { isLocked, runWhenUnlocked } from "./lock-holder";
import { programWorkers } from "./program-workers";
import { eventRecord } from "./record-events";
import {
  type StackEngine,
  type StackLeaver,
  type StackPreviewer,
  type StackRefresher,
  StoppedRun,
} from "./stack-engine";
import {
  clusterReader,
  copyOldValues,
  type OneRun,
  operate,
  operateStack,
  prepareUp,
  requireEnd,
  requireValuesOfPods,
  settleEarlierRun,
} from "./stack-run";
import { recordingEnvironment } from "./stack-runner";

/** The options for running programs. */
interface PulumiEngineOptions {
  /** Directory of the project. */
  workDir: string;
  /** The inventory, which the programs read. */
  inventory: string;
  /** The landing zone that it declares. */
  zone: LandingZone;
  /** Names of the existing stacks. */
  stacks: Iterable<string>;
  /** The secrets provider of stacks that it creates. Defaults to the backend's own. */
  secretsProvider?: string;
  /** Whether `up` first refreshes the state. */
  refresh?: boolean;
  /** Resources that `up` refreshes before it deploys. Otherwise it would consider them right and leave them. */
  stale?: readonly StaleResource[];
  /** ARNs of revoked roles that the stacks may not know. */
  revokedRoles?: readonly string[];
  /** What somebody confirmed for the run. */
  confirmed?: Confirmed;
  /** Whether `destroy` also deletes what the stacks took over. */
  deleteAdopted?: boolean;
  /** Why stacks must not be deployed, by name. */
  unfit?: ReadonlyMap<string, string>;
}

/** The real engine: the CLI in PATH, with the programs that `pulumi up` runs. */
export function pulumiEngine(
  options: PulumiEngineOptions,
): StackEngine & StackLeaver & StackPreviewer & StackRefresher {
  const {
    confirmed,
    inventory,
    revokedRoles = [],
    secretsProvider,
    stacks,
    unfit,
    workDir,
  } = options;
  const { refresh: refreshFirst = false, stale = [], zone } = options;
  const ofProgram = {
    EKS_POD_SECRETS_INVENTORY: resolve(inventory),
    ...(confirmed && confirmingEnvironment(confirmed)),
    ...revokingEnvironment(revokedRoles),
    ...recordingEnvironment(workDir),
  };
  const placeFor = (environment: Record<string, string>): CommandPlace => ({
    workDir,
    environment: { ...environment, ...ofProgram },
  });
  const withProgram = programWorkers(projectProgram(workDir), ofProgram);
  const operateWithProgram: typeof operate = (place, command, record, signal) =>
    withProgram((address) => operate(place, [...command, "--client", address], record, signal));
  const onState = async (
    { account, name }: PlannedStack,
    signal: AbortSignal,
    change: (place: CommandPlace) => Promise<void>,
  ) => {
    const { environment } = await accountEnvironment(account, "refresh");
    const place = placeFor(environment);
    const onStep = (step: string) => note(`${name}: ${step}`);
    await runWhenUnlocked(place, name, { onStep, signal }, () => change(place));
  };
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
      const command = ["preview", ...(refresh ? ["--refresh"] : []), "--stack", stack.name];
      await operateWithProgram(placeFor(own.environment), command, record, signal);
      if (signal.aborted) throw new StoppedRun();
      return record;
    },
    async leaveAdopted(stack) {
      let left: string[] = [];
      await onState(stack, new AbortController().signal, async (place) => {
        left = await leaveAdopted(place, stack.name, importsOf(inventory, stack.name), true);
      });
      return left;
    },
    refresh: (stack, urns) =>
      onState(stack, new AbortController().signal, (place) =>
        refreshResources(place, stack.name, urns),
      ),
    async forgetRun(stack) {
      try {
        // The run itself records again or not at all. Removing access does not wait for this.
        await onState(stack, AbortSignal.abort(), (place) =>
          forgetOutput(place, stack.name, RECORD),
        );
      } catch (error) {
        note(
          `${stack.name} still says that it is as its last run left it: ${messageOf(error)}; where this run does not come to its end, run eks-pod-secrets up without --changed`,
        );
      }
    },
    async run(stack, operation, onStep, signal) {
      const record = eventRecord(onStep);
      const isNew = !known.has(stack.name);
      if (isNew && operation !== "up") return record;
      requireFit(stack.name);
      const own = await accountEnvironment(stack.account, operation);
      const place = placeFor(own.environment);
      const access = {
        ...own.access,
        onStep,
        readOfCluster: clusterReader(zone, own.access),
        signal,
      };
      const run: OneRun = {
        stack,
        operation,
        inventory,
        record,
        place,
        access,
        isNew,
        refreshFirst,
        stale,
        zone,
      };
      await requireValuesOfPods(run);
      let isJustMade = false;
      if (isNew) {
        await runWhenUnlocked(place, stack.name, access, async () => {
          isJustMade = await createStack(place, stack.name, secretsProvider);
        });
      }
      known.add(stack.name);
      await runWhenUnlocked(place, stack.name, access, async () => {
        record.beginAgain();
        const state = isJustMade ? undefined : await settleEarlierRun(run);
        // Another process that has locked it in the meantime may also leave something.
        isJustMade = false;
        if (signal.aborted) throw new StoppedRun();
        await prepareUp(run, state);
        if (operation === "destroy" && !options.deleteAdopted) {
          const imports = importsOf(inventory, stack.name);
          const left = await leaveAdopted(place, stack.name, imports, true);
          if (left.length > 0) note(leftWords(stack.name, left));
        }
        const imported = await importAdopted(run, operateWithProgram);
        await operateStack(run, operateWithProgram);
        if (imported > 0) record.changes = { import: imported, ...record.changes };
      });
      await copyOldValues(run);
      await requireEnd(run);
      return record;
    },
  };
}

/** Creates an empty stack; false if another process has created it in the meantime. */
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
    if (!(error instanceof PulumiError) || isLocked(error.message)) throw error;
    if (/stack.*already exists/.test(error.said)) return false;
    throw new UserError(plainReason([error.said]));
  }
}

import { accessText, outputsIn } from "eks-pod-secrets/change-losses";
import { REVOKED_SESSIONS } from "eks-pod-secrets/policy";
import { inParallel } from "iam-proof/collections";
import { recordIn } from "../../../stacks/run-record";
import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import { accessRemovals, keptRoles } from "../../access-removals/access-removals";
import type { AccessRemoval } from "../../access-removals/removal-shape";
import { undeniedSecrets } from "../../access-removals/secret-removals";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { withNames } from "../../aws/arn-titles";
import { awsFailure, failureReason } from "../../aws/aws-error";
import { messageOf, UserError } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { accessWords } from "../backend/orphaned-stacks";
import { isStopped } from "../backend/pulumi-command";
import { foreignStacks } from "../before-run/foreign-stacks";
import { narrowedStacks, removalsOf, rolesOfReaders } from "../before-run/narrowed-stacks";
import type { PlannedRun } from "../before-run/planned-run";
import type { Operation, StackRefresher } from "../engine/stack-engine";
import { narrowClasses } from "./narrow-classes";
import type { StacksAnswer } from "./stacks-shape";

/** The most policies of one account that are changed at the same time. */
const AT_ONCE = 4;

/** An access that the inventory no longer grants, and the result of its removal. */
export interface Removed {
  removal: AccessRemoval;
  /** Why the account refused the removal; undefined if it is done. */
  reason?: string;
  /** Its role is to pass to other pods, and the former ones could not be denied first. */
  isRoleKept?: boolean;
}

/**
 * Removes from policies what the inventory no longer grants, before any stack is run. So no failing stack, and no missing value
 * or cluster, keeps an access alive. The stacks' own runs then delete the rest. The states are updated at once, so that a run
 * that ends here leaves no state with a policy that AWS no longer has.
 */
export async function removeAccessFirst(
  run: PlannedRun,
  engine: StackRefresher,
): Promise<Removed[]> {
  const roles = await rolesOfReaders(run);
  if (!roles) note("secrets are sealed once their stacks run: not every state can be read");
  const stacks = narrowedStacks(run);
  await Promise.all(stacks.map((stack) => narrowClasses(run, stack, engine)));
  const all = await Promise.all(
    stacks.map(async (stack) => {
      const begin = (removals: readonly AccessRemoval[]) => removeAll(stack, removals, engine);
      const removed = await begin(await removalsOf(run, stack, roles));
      return [...removed, ...(await begin(await liftUnknownDenials(run, stack)))];
    }),
  );
  return all.flat();
}

async function removeAll(
  stack: PlannedStack,
  removals: readonly AccessRemoval[],
  engine: StackRefresher,
): Promise<Removed[]> {
  const { account } = stack;
  if (removals.length === 0) return [];
  const access = await accountAccess(account, account.region, "up").catch(messageOf);
  // If the run is killed from here on, `up --changed` must not consider the stack unchanged since its last run.
  if (typeof access !== "string") await engine.forgetRun(stack);
  const ended = await inParallel(removals, AT_ONCE, (removal) => removed(removal, access));
  // A removal that was refused may have changed a part of it. Roles that are kept are as the state knows them.
  const begun = ended.filter(({ isRoleKept }) => !isRoleKept).map(({ removal }) => removal);
  if (typeof access !== "string") await tellState(stack, begun, engine);
  return ended;
}

/**
 * Takes off what an earlier run denied on secrets without a policy, if it ended before their stack ran and the inventory does not
 * deny it. No state knows that policy, so no run of the stack would take it off. Returns the roles that such a run was passing to
 * other pods, and those whose own pods are denied because their sessions have no tags any more: they pass to their own pods.
 */
async function liftUnknownDenials(
  { stateOf, zone }: PlannedRun,
  { account, name }: PlannedStack,
): Promise<AccessRemoval[]> {
  const { resources } = await stateOf(name);
  const isRecorded = recordIn(outputsIn(resources)) !== undefined;
  const isDenying = (urn: string) =>
    resources.some(
      (one) => one.urn === urn && [one.outputs?.policyNames].flat().includes(REVOKED_SESSIONS),
    );
  const secrets = isRecorded ? [] : undeniedSecrets(resources, zone);
  const roles = keptRoles(name, resources, zone).filter(
    ({ urns }) => !isRecorded || urns.some(isDenying),
  );
  if (secrets.length + roles.length === 0) return [];
  try {
    const access = await accountAccess(account, account.region, "up");
    const { liftDenials, missingPassing } = await import("../../access-removals/remove-access.js");
    await inParallel(secrets, AT_ONCE, async (arn) => {
      if (await liftDenials(arn, zone.id ?? "", access))
        note(`${withNames(arn)} is open again: an up that did not end had denied it`);
    });
    const passing = await inParallel(roles, AT_ONCE, async (removal) => {
      const { holder } = removal;
      if (holder.kind !== "role" || !holder.passing) return [];
      const missing = await missingPassing(holder.name, holder.passing, zone, access);
      return missing ? [{ ...removal, holder: { ...holder, passing: missing } }] : [];
    });
    return passing.flat();
  } catch (error) {
    const what = `cannot read the policies of secrets and roles of ${name}`;
    note(`what an up that did not end left denied is not known: ${failureReason(error, what)}`);
    return [];
  }
}

async function tellState(
  stack: PlannedStack,
  removals: readonly AccessRemoval[],
  engine: StackRefresher,
): Promise<void> {
  const urns = removals.flatMap((one) => one.urns);
  if (urns.length === 0) return;
  await engine.refresh(stack, urns).catch((error: unknown) => {
    note(
      `the state of ${stack.name} does not know yet that access is removed: ${messageOf(error)}; run eks-pod-secrets up to its end before the inventory grants it anew`,
    );
  });
}

async function removed(removal: AccessRemoval, access: AccountAccess | string): Promise<Removed> {
  const { holder } = removal;
  let isRoleKept = holder.kind === "role" && holder.passing !== undefined;
  if (typeof access === "string") return { removal, reason: access, isRoleKept };
  try {
    const { passRole, removeAccess } = await import("../../access-removals/remove-access.js");
    if (holder.kind === "role" && holder.passing) {
      await passRole(holder.name, holder.passing, access);
    }
    isRoleKept = false;
    const reason = await removeAccess(removal, access);
    if (reason !== undefined) return { removal, reason };
    note(`access removed: ${accessWords(removal, "no longer")}`);
    return { removal };
  } catch (error) {
    const what = `cannot change the policy of ${withNames(holder.arn)}`;
    const reason = awsFailure(error, what, undefined).message;
    if (!isRoleKept)
      note(`${accessWords(removal, "still")} until ${removal.stack} is run: ${reason}`);
    return { removal, reason, isRoleKept };
  }
}

/** The roles that cannot pass to other pods yet. If their stack ran, the former pods' sessions would read on. */
export function rolesKept(all: readonly Removed[]): string[] {
  return all.flatMap(({ isRoleKept, removal }) =>
    isRoleKept
      ? [
          `${withNames(removal.holder.arn)} cannot pass to other pods before the former ones are denied; run eks-pod-secrets up again once the account allows that`,
        ]
      : [],
  );
}

/** The result of each removal after the stacks were run: what the account refused at first, the stack's own run has done. */
export function endedRemovals(
  all: readonly Removed[],
  stacks: StacksAnswer["stacks"],
): StacksAnswer["removals"] {
  const done = new Set(stacks.flatMap(({ result, stack }) => (result === "done" ? stack : [])));
  return all.map(({ reason, removal: { holder, loses, stack } }) => {
    const removal = { stack, policyOf: holder.arn, loses };
    const isKept = reason !== undefined && !done.has(stack);
    return isKept ? { ...removal, result: "kept", reason } : { ...removal, result: "removed" };
  });
}

type StillRead = StacksAnswer["stillRead"];

/** Access that the inventory does not grant, given by stacks that the run leaves alone. */
export async function accessElsewhere(run: PlannedRun): Promise<StillRead> {
  const { chosen, held, operation, stateOf, zone } = run;
  if (operation !== "up") return [];
  const roles = await rolesOfReaders(run);
  const others = stackPlan(zone).filter(
    ({ layer, name }) => layer !== "cluster" && held.has(name) && !chosen.has(name),
  );
  const found = await Promise.all(
    others.map(async (stack): Promise<StillRead> => {
      const { name } = stack;
      try {
        const foreign = await foreignStacks({ held, stacks: [stack], stateOf, zone });
        if (foreign.size > 0) return [];
        const removals = accessRemovals(name, (await stateOf(name)).resources, zone, roles);
        return removals.map(({ holder, loses }) => ({ stack: name, policyOf: holder.arn, loses }));
      } catch (error) {
        if (!(error instanceof UserError) || isStopped(error)) throw error;
        note(`what ${name} still lets read is not known: ${error.message}`);
        return [];
      }
    }),
  );
  return found.flat();
}

/** `ROLE still reads SECRET until STACK is run`. */
export function stillReadWords({ stack, ...access }: StillRead[number]): string {
  return withNames(`${accessText(access, "still")} until ${stack} is run`);
}

const NOTHING_REMOVED =
  "no stack was run, and no access was removed; eks-pod-secrets revoke READER cuts a reader off at once";

/** The error of a run that ends before it removes any access, with the reasons and open questions. */
export function untouched(operation: Operation, reasons: readonly string[]): UserError {
  return refused(reasons, operation === "up" ? [NOTHING_REMOVED] : ["no stack was run"]);
}

/** The error of a run that ends before it runs any stack: what happened to access that the inventory no longer grants. */
export function refusedRun(
  reasons: readonly string[],
  removed: readonly Removed[],
  stillRead: StacksAnswer["stillRead"],
): UserError {
  const access = [...removed.map(endOf), ...stillRead.map(stillReadWords)];
  return refused(reasons, ["no stack was run", ...access]);
}

function refused(reasons: readonly string[], ends: readonly string[]): UserError {
  return new UserError([...reasons, ...ends].join("\n"));
}

function endOf({ reason, removal }: Removed): string {
  return reason === undefined
    ? `access is removed: ${accessWords(removal, "no longer")}`
    : `access stays: ${accessWords(removal)}: ${reason}`;
}

/** The answer of a run that ended before it ran any stack. */
export function noStackRun(operation: Operation, stacks: readonly PlannedStack[]): StacksAnswer {
  const stopped = stacks.map(({ name }) => ({
    stack: name,
    result: "stopped" as const,
    seconds: 0,
    changes: {},
  }));
  const none = {
    removals: [],
    stillRead: [],
    formerWays: [],
    networks: [],
    createdSecrets: [],
    leftNamespaces: [],
    leftStacks: [],
  };
  return { operation, result: "incomplete", stacks: stopped, ...none };
}

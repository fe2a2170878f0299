import type { LandingZone } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import type { Confirmed } from "../../stacks/confirmed";
import { stackName } from "../../stacks/stack-plan";
import { accountAccess } from "../aws/account-access";
import { mayCopySecrets } from "../clusters/found-in-cluster";
import { messageOf } from "../terminal/errors";
import { note } from "../terminal/output";
import { accessWords, type OrphanedStack } from "./backend/orphaned-stacks";
import type { Confirmation } from "./before-run/confirmations";
import { lostInClusters } from "./before-run/lost-in-clusters";
import type { PlannedRun } from "./before-run/planned-run";
import { revocationsFound } from "./before-run/revocations-found";
import { unfitStacks, wrongContexts } from "./before-run/unfit-stacks";
import type { ChosenStacks, StacksOptions } from "./plan-run";
import { waysElsewhere } from "./run/close-former-ways";
import { type leavingNamespaces, leftNamespaces } from "./run/left-namespaces";
import { endedRemovals, noStackRun, type Removed } from "./run/removals-first";
import type { StacksAnswer } from "./run/stacks-shape";
import { withWaitingReasons } from "./run/waiting-owners";

/** What only a run needs, and takes long to load. */
export async function loadRunner() {
  const [{ pulumiEngine }, { runStacks }, { liveLines }] = await Promise.all([
    import("./engine/pulumi-engine.js"),
    import("./run/run-stacks.js"),
    import("./run/live-lines.js"),
  ]);
  return { pulumiEngine, runStacks, liveLines };
}

export interface ConfirmedRun {
  chosen: ChosenStacks;
  planned: PlannedRun;
  /** Stacks of this inventory that it has no more. */
  left: readonly OrphanedStack[];
  /** The access that was removed, or could not be. */
  removed: readonly Removed[];
  needed: readonly Confirmation[];
  confirmed: Confirmed;
  /** Namespaces that have no reader after it. */
  namespaces: Awaited<ReturnType<typeof leavingNamespaces>>;
  options: StacksOptions;
  runner: Awaited<ReturnType<typeof loadRunner>>;
}

/** The answer but for what other stacks still let read. */
export type RunAnswer = Omit<StacksAnswer, "stillRead">;

/** What the accounts and clusters say that `up` must know. */
async function foundBeforeUp(
  planned: PlannedRun,
  needed: readonly Confirmation[],
  refresh = false,
) {
  const { roles, stale, unread } = await revocationsFound(planned);
  const look = { ...planned, verb: "up" };
  const lost = await lostInClusters(look, refresh);
  return {
    revokedRoles: roles,
    stale: [...needed.flatMap((one) => one.stale ?? []), ...stale, ...lost.stale],
    unfit: await unfitStacks(look, refresh, [...unread, ...lost.unfit]),
  };
}

/** Empties what has no reader left, and runs the stacks. */
export async function runConfirmed({
  chosen,
  confirmed,
  left,
  namespaces,
  needed,
  options,
  planned,
  removed,
  runner: { liveLines, pulumiEngine, runStacks },
}: ConfirmedRun): Promise<RunAnswer> {
  const { parallel, refresh, secretsProvider } = options;
  const { held, inventory, operation, toEmpty, workDir, zone } = planned;
  const isUp = operation === "up";
  const engine = pulumiEngine({
    ...{ workDir, inventory, zone, stacks: held.keys(), refresh, secretsProvider, confirmed },
    ...(isUp
      ? await foundBeforeUp(planned, needed, refresh)
      : { unfit: await wrongContexts(planned) }),
  });
  const run = { ...chosen, engine, parallel };
  const emptied = await runStacks({
    ...{ ...run, stacks: toEmpty, operation: "destroy" },
    lines: liveLines(),
  });
  const deployed = await runStacks({ ...run, lines: liveLines() });
  const ended = [
    ...emptied.stacks.map((stack) => ({ ...stack, emptied: true as const })),
    ...(isUp ? withWaitingReasons(zone, deployed.stacks) : deployed.stacks),
  ];
  if (isUp) for (const says of await unsyncedClusters(zone, deployed.stacks)) note(says);
  const gone = emptied.stacks.flatMap(({ result, stack }) => (result === "done" ? stack : []));
  const removals = endedRemovals(removed, ended);
  const isDone =
    emptied.result === "done" &&
    deployed.result === "done" &&
    removals.every(({ result }) => result === "removed");
  return {
    ...deployed,
    result: isDone ? "done" : "incomplete",
    formerWays: [...deployed.formerWays, ...(await waysElsewhere(planned))],
    stacks: ended,
    removals,
    leftNamespaces: await leftNamespaces(planned, namespaces, ended),
    leftStacks: stillLeft(left, removed).filter(({ stack }) => !gone.includes(stack)),
  };
}

/** The answer where somebody does not confirm the rest: no stack was run, and access is removed. */
export function notRun(
  { operation, stacks }: PlannedRun,
  left: readonly OrphanedStack[],
  removed: readonly Removed[],
): StacksAnswer {
  const removals = endedRemovals(removed, []);
  return { ...noStackRun(operation, stacks), removals, leftStacks: stillLeft(left, removed) };
}

/** Stacks that stay, with the access that they still give. */
function stillLeft(
  left: readonly OrphanedStack[],
  removed: readonly Removed[],
): StacksAnswer["leftStacks"] {
  const done = removed.filter(({ reason }) => reason === undefined);
  return left.map(({ access, holds, stack }) => {
    const own = done.filter(({ removal }) => removal.stack === stack);
    const gone = own.map(({ removal }) => accessWords(removal));
    return { stack, holds, access: access.filter((words) => !gone.includes(words)) };
  });
}

/** Clusters that are looked into at once. */
const AT_ONCE = 8;

/** Which clusters that were deployed to cannot copy secrets into Kubernetes Secrets, though readers want it: a sentence each. */
async function unsyncedClusters(
  { clusters, readers }: LandingZone,
  ended: StacksAnswer["stacks"],
): Promise<string[]> {
  const done = new Set(ended.flatMap(({ result, stack }) => (result === "done" ? stack : [])));
  const asked = clusters.filter(
    (cluster) =>
      done.has(stackName(cluster.account, "workloads")) &&
      readers.some((one) => one.cluster === cluster && one.syncToKubernetesSecrets.length > 0),
  );
  const said = await inParallel(asked, AT_ONCE, async (cluster) => {
    try {
      const access = await accountAccess(cluster.account, cluster.region, "up");
      return (await mayCopySecrets(cluster, access)) ? [] : [unsynced(cluster.id)];
    } catch (error) {
      const what = `whether cluster ${cluster.id} copies secrets into Kubernetes Secrets is not known`;
      return [`${what}: ${messageOf(error)}`];
    }
  });
  return said.flat();
}

function unsynced(id: string): string {
  return `cluster ${id} copies nothing into Kubernetes Secrets: its driver has no ClusterRole for it; write install: helm under clusters.${id}.secretsStoreCsi, or have the driver that exists installed with syncSecret.enabled`;
}

import type { ResolvedReader } from "eks-pod-secrets/grant";
import { type PlannedStack, stackName } from "../../../stacks/stack-plan";
import { holdsSomething } from "../backend/orphaned-stacks";
import type { Confirmation } from "./confirmations";
import type { PlannedRun } from "./planned-run";

/**
 * What a destruction takes from readers whose stack it leaves. Without its cluster, or the driver in it, their pods stop: that must be
 * confirmed. A secret can be restored: that is told.
 */
export async function dependentsLeft(run: PlannedRun): Promise<Confirmation[]> {
  if (run.operation !== "destroy") return [];
  const there = run.stacks.filter(({ name }) => holdsSomething(run.held.get(name)?.resources ?? 0));
  return there.flatMap((stack) => {
    if (stack.layer === "cluster") return withoutCluster(run, stack);
    return stack.layer === "secrets" ? withoutSecrets(run, stack) : [];
  });
}

function withoutCluster(run: PlannedRun, { account, name }: PlannedStack): Confirmation[] {
  const workloads = stackName(account, "workloads");
  const taken = run.zone.clusters.flatMap((cluster) => {
    const { install, podIdentityAgent } = cluster.secretsStoreCsi;
    const isUntouched =
      !cluster.create && install === "existing" && podIdentityAgent === "existing";
    const readers = leftReaders(run, (one) => one.cluster === cluster);
    if (cluster.account !== account || isUntouched || readers.length === 0) return [];
    const what = cluster.create ? `cluster ${cluster.id}` : `the driver of cluster ${cluster.id}`;
    return [`${what} from ${names(readers)}`];
  });
  if (taken.length === 0) return [];
  const says = `destroy takes ${taken.join(", and ")}, which stack ${workloads} still runs there; to take both down, add ${workloads} to --only`;
  return [{ option: "yes-remove", name, says }];
}

function withoutSecrets(run: PlannedRun, { account, name }: PlannedStack): Confirmation[] {
  const readers = leftReaders(run, ({ grants }) =>
    grants.some(({ kind, target }) => kind === "secret" && target.account === account),
  );
  if (readers.length === 0) return [];
  const says = `${names(readers)} still mount${readers.length === 1 ? "s" : ""} secrets of stack ${name}, and no new pod starts without them`;
  return [{ option: "yes-remove", name, needsNoName: true, says }];
}

/** The readers of this kind whose stack is deployed, and is not destroyed with the others. */
function leftReaders(
  { chosen, held, zone }: PlannedRun,
  isMeant: (reader: ResolvedReader) => boolean,
): ResolvedReader[] {
  return zone.readers.filter((reader) => {
    const workloads = stackName(reader.cluster.account, "workloads");
    const isThere = holdsSomething(held.get(workloads)?.resources ?? 0);
    return isMeant(reader) && isThere && !chosen.has(workloads);
  });
}

function names(readers: readonly ResolvedReader[]): string {
  return `${readers.length === 1 ? "reader" : "readers"} ${readers.map(({ id }) => id).join(", ")}`;
}

import { accountTitle, type LandingZone, type ResolvedReader } from "eks-pod-secrets/grant";
import { type Layer, type PlannedStack, stackName } from "../../../stacks/stack-plan";
import { count } from "../../terminal/output";
import { managedResources } from "../backend/exported-state";
import { holdsSomething, type OrphanedStack } from "../backend/orphaned-stacks";
import type { Confirmation } from "./confirmations";
import type { PlannedRun } from "./planned-run";

/**
 * The stacks that this inventory deployed and no longer has: those of readers are emptied; those of owners stay, but let nobody
 * read. Stacks that hold values or run pods are never emptied. A stack may not say who deployed it, because inventories once had
 * no id. It belongs to this inventory if the inventory has its account.
 */
export function goneStacks(
  left: readonly OrphanedStack[],
  zone: Zone,
): Pick<PlannedRun, "leftOwners" | "toEmpty"> {
  return { toEmpty: leftOf("workloads", left, zone), leftOwners: leftOf("secrets", left, zone) };
}

type Zone = Pick<LandingZone, "accounts" | "id">;

function leftOf(layer: Layer, left: readonly OrphanedStack[], zone: Zone): PlannedStack[] {
  if (zone.id === undefined) return [];
  return left.flatMap(({ record, stack }) => {
    if (record && record.layer !== layer) return [];
    const known = zone.accounts.find((account) => stackName(account, layer) === stack);
    const account = record ? { ...record.account, administrators: [] } : known;
    return account ? [{ name: stack, account, layer, dependsOn: [] }] : [];
  });
}

/** The confirmations for emptying stacks, by the stack's name. */
export function emptiedStacks({ stateOf, toEmpty, zone }: PlannedRun): Promise<Confirmation[]> {
  return Promise.all(
    toEmpty.map(async ({ account, name }) => {
      const { deployRole, profile, region } = account;
      const by = deployRole ?? (profile && `profile ${profile}`) ?? "credentials at hand";
      const now = zone.accounts.find(({ id }) => id === account.id);
      const resources = count(managedResources(await stateOf(name)).length, "resource");
      return {
        option: "yes-remove" as const,
        name,
        ...(now &&
          now.name !== account.name && {
            ways: {
              keep: `to keep them, call account ${account.id} ${account.name} again, not ${now.name}: its stacks have that name`,
              remove: "to delete them",
            },
          }),
        says: `stack ${name} of account ${accountTitle(account)} has no reader in the inventory any more: its ${resources} in ${region} would be deleted, by ${by}`,
      };
    }),
  );
}

/**
 * What `destroy` takes from readers whose stack it leaves. Without its cluster, or the driver in it, their pods stop: that must
 * be confirmed. A secret can be restored: that is only reported.
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

/** The readers of this kind whose stack is deployed and not destroyed with the others. */
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

import { accountTitle, type LandingZone } from "eks-pod-secrets/grant";
import { type Layer, type PlannedStack, stackName } from "../../../stacks/stack-plan";
import { count } from "../../terminal/output";
import { managedResources } from "../backend/exported-state";
import type { OrphanedStack } from "../backend/orphaned-stacks";
import type { Confirmation } from "./confirmations";
import type { PlannedRun } from "./planned-run";

/**
 * The stacks that this inventory deployed and has no more: those of readers are emptied; those of owners stay, but let nobody read.
 * What holds values or runs pods is never emptied. A stack may not say who deployed it, as inventories once had no id. It is this
 * inventory's if the inventory has its account.
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

/** Emptying a stack is confirmed by its name. */
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

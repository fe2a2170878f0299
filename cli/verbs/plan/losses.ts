import { plannedArns } from "eks-pod-secrets/access/landing-zone";
import {
  type Before,
  keyUses,
  type Loss,
  losses,
  lossText,
  namesOfInventory,
  placeOf,
  type ValuesBefore,
} from "eks-pod-secrets/change-losses";
import {
  type LandingZone,
  type ResolvedAccount,
  type ResolvedKey,
  type ResolvedSecret,
  withoutShared,
} from "eks-pod-secrets/grant";
import { grouped } from "iam-proof/collections";
import { type Layer, stackName, stackNames } from "../../../stacks/stack-plan";
import type { PlanChanges } from "./shape";

/** The losses of a change of the inventory: what fails, and which values, accesses and running pods the rest of it costs. */
export function planLosses(before: LandingZone, after: LandingZone): PlanChanges["costs"] {
  return losses(deployedBy(before, after), after).map((loss) => ({
    kind: loss.kind,
    says: inOneLine(loss),
  }));
}

function inOneLine(loss: Loss): string {
  return loss.name === undefined
    ? loss.says
    : lossText(loss, "up asks for its name where it has a value", "; ");
}

/** What an inventory has deployed. A stack that leaves it stays as it is, unless `up` knows from the id that it may empty it. */
function deployedBy(before: LandingZone, after: LandingZone): Before {
  const planned = new Set(stackNames(after));
  const isRun = (account: ResolvedAccount, layer: Layer) => planned.has(stackName(account, layer));
  const isEmptied = before.id !== undefined && before.id === after.id;
  const zone = {
    ...before,
    clusters: before.clusters.filter(({ account }) => isRun(account, "cluster")),
    readers: before.readers.filter(
      ({ cluster }) => isEmptied || isRun(cluster.account, "workloads"),
    ),
    externalReaders: before.externalReaders.map((reader) => ({
      ...reader,
      grants: reader.grants.filter(({ target }) => isRun(target.account, "secrets")),
    })),
  };
  const owners = before.accounts.filter((account) => isRun(account, "secrets"));
  const keys = grouped(before.keys, ({ account }) => [account.name]);
  const secrets = grouped(before.secrets, ({ account }) => [account.name]);
  const existing = new Map(after.secrets.map((one) => [placeOf(one), one.existingArn]));
  const values = new Map(
    owners.map(({ name }) => [name, valuesOf(keys.get(name), secrets.get(name), existing)]),
  );
  return { names: namesOfInventory(withoutShared(before, after)), values, zone };
}

/**
 * The values of an account with these keys and secrets. `existing`: the ARNs of secrets that exist according to the inventory after
 * the change, by their places.
 */
function valuesOf(
  keys: readonly ResolvedKey[] = [],
  secrets: readonly ResolvedSecret[] = [],
  existing: ReadonlyMap<string, string | undefined>,
): ValuesBefore {
  const made = keys.filter(({ existingArn }) => existingArn === undefined);
  return {
    keys: Object.fromEntries(made.map((key) => [key.id, plannedArns.keyArn(key)])),
    secrets: secrets
      .filter((secret) => secret.existingArn === undefined)
      .map((secret) => ({
        id: secret.id,
        arn: existing.get(placeOf(secret)) ?? plannedArns.secretArn(secret),
        recoveryDays: secret.recoveryWindowInDays,
      })),
    uses: keyUses(keys),
    released: [],
  };
}

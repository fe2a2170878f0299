import { formerSecrets, type LandingZone, type ResolvedSecret } from "../grant";
import { clusterLosses } from "./cluster-losses";
import {
  keptKey,
  parameterLosses,
  unnamedKeys,
  type ValuesBefore,
  valueLosses,
} from "./key-losses";
import type { Loss } from "./loss";
import { type HeldNames, neededNames, renamed } from "./names";
import { readerLosses } from "./reader-losses";
import { replicaLosses, secretLoss, secretRemovals } from "./secret-losses";

/** What is deployed before a change, as far as its source knows: an inventory, or the states of stacks. */
export interface Before {
  names: HeldNames;
  /** What the stacks of secrets hold, by the account's name; no account whose stack a deployment leaves alone. */
  values: ReadonlyMap<string, ValuesBefore>;
  /** Of whom the stacks of secrets stay, though others take their place; by default all of the inventory. */
  formers?: ResolvedSecret[];
  /** What only an inventory says: who reads what in which cluster, and each replica. */
  zone?: LandingZone;
}

/** What of a change fails, and which values, accesses and running pods the rest of it costs. */
export function losses({ formers, names, values, zone }: Before, after: LandingZone): Loss[] {
  const fails = (says: string): Loss => ({ kind: "fails", says });
  const found = after.accounts.flatMap((account) => {
    const before = values.get(account.name);
    if (!before) return [];
    const keys = after.keys.filter((one) => one.account === account);
    const staying = formers ?? formerSecrets(after, account);
    const secrets = [...after.secrets.filter((one) => one.account === account), ...staying];
    return [
      ...valueLosses(before, { keys, secrets }).map(fails),
      ...secretRemovals(before.secrets, account, after, staying).map((one) => secretLoss(one, {})),
      ...unnamedKeys(before.keys, after).map((id): Loss => ({ kind: "value", says: keptKey(id) })),
    ];
  });
  return [
    ...renamed(names, neededNames(after)).map(fails),
    ...found,
    ...(zone ? parameterLosses(zone, after) : []),
    ...(zone ? readerLosses(zone, after) : []),
    ...(zone ? replicaLosses(zone, after) : []),
    ...(zone ? clusterLosses(zone, after) : []),
  ];
}

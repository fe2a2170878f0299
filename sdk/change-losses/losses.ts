import {
  formerSecrets,
  type LandingZone,
  type ResolvedCluster,
  type ResolvedSecret,
  stackName,
} from "../grant";
import {
  keptKey,
  parameterLosses,
  unnamedKeys,
  type ValuesBefore,
  valueLosses,
} from "./key-losses";
import { type Loss, lost } from "./loss";
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

/** What a change of clusters costs the pods that run there. */
function clusterLosses(
  before: Pick<LandingZone, "clusters">,
  after: Pick<LandingZone, "clusters">,
): Loss[] {
  const now = new Map(after.clusters.map((cluster) => [cluster.id, cluster]));
  return before.clusters.flatMap((cluster) => {
    const title = `cluster ${cluster.id} of ${stackName(cluster.account, "cluster")}`;
    const same = now.get(cluster.id);
    const found = [
      ...(cluster.create ? clusterLoss(title, cluster, same) : []),
      ...driverChange(cluster, same),
    ];
    return found.map((says): Loss => ({ kind: "pods", says }));
  });
}

/** A cluster that its stack made goes with everything that runs in it. */
function clusterLoss(
  title: string,
  before: ResolvedCluster,
  after: ResolvedCluster | undefined,
): string[] {
  const cost = "with all pods in it, whoever deploys them";
  if (after?.account.name !== before.account.name) return [`${title} will be deleted, ${cost}`];
  if (!after.create) {
    return [`${title} is said to exist; its stack made it, and will delete it, ${cost}`];
  }
  return before.arn === after.arn ? [] : [`${title} will be replaced by another one, ${cost}`];
}

function driverChange(before: ResolvedCluster, after: ResolvedCluster | undefined): string[] {
  const [old, now] = [before.secretsStoreCsi.install, after?.secretsStoreCsi.install];
  if (!after || old === now || before.arn !== after.arn) return [];
  if (old === "existing") return [];
  return now === "existing"
    ? [
        `cluster ${after.id} keeps driver and provider, which its stack installed: they stay there, and no stack updates or deletes them any more`,
      ]
    : [
        `cluster ${after.id} gets its driver and provider by ${now} instead of ${old}: ${lost.driverForAWhile}`,
      ];
}

import { grouped } from "iam-proof/collections";
import {
  formerSecrets,
  type LandingZone,
  type ResolvedCluster,
  type ResolvedSecret,
  stackName,
  successors,
  withoutShared,
} from "../grant";
import { overfullTargetRoles } from "./former-losses";
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

/** What is deployed before a change, as far as it is known from an inventory or from the states of stacks. */
export interface Before {
  names: HeldNames;
  /** What the secrets stacks hold, by the account's name. An account is absent if a deployment leaves its stack alone. */
  values: ReadonlyMap<string, ValuesBefore>;
  /** The replaced secrets that stay in their stacks; by default all of the inventory's. */
  formers?: ResolvedSecret[];
  /** The landing zone, which alone tells who reads what in which cluster, and each replica. */
  zone?: LandingZone;
}

/** The losses of a change: what fails, and which values, accesses and running pods the rest of it costs. */
export function losses({ formers, names, values, zone }: Before, after: LandingZone): Loss[] {
  const fails = (says: string): Loss => ({ kind: "fails", says });
  const keysOf = grouped(after.keys, ({ account }) => [account.name]);
  const secretsOf = grouped(after.secrets, ({ account }) => [account.name]);
  const replacing = { secrets: successors(after) };
  const found = after.accounts.flatMap((account) => {
    const before = values.get(account.name);
    if (!before) return [];
    const keys = keysOf.get(account.name) ?? [];
    const staying = formers ?? formerSecrets(replacing, account);
    const secrets = [...(secretsOf.get(account.name) ?? []), ...staying];
    return [
      ...valueLosses(before, { keys, secrets }).map(fails),
      ...overfullTargetRoles(after, account, staying).map(fails),
      ...secretRemovals(before.secrets, account, after, staying).map((one) => secretLoss(one, {})),
      ...unnamedKeys(before.keys, after).map((id): Loss => ({ kind: "value", says: keptKey(id) })),
    ];
  });
  return [
    // An entry that both share has the same names, which no other entry has.
    ...renamed(names, neededNames(zone ? withoutShared(after, zone) : after)).map(fails),
    ...found,
    ...(zone ? parameterLosses(zone, after) : []),
    ...(zone ? readerLosses(zone, after) : []),
    ...(zone ? replicaLosses(zone, after) : []),
    ...(zone ? clusterLosses(zone, after) : []),
  ];
}

/** What a change of the clusters means for the pods that run in them. */
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

/** The loss of a cluster that its stack created, with everything that runs in it. */
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

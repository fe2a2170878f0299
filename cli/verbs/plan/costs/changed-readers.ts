import { plannedArns } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone, ResolvedGrant, ResolvedReader } from "../../../../sdk/grant";
import { readerKey } from "../../../../sdk/grant/landing-zone/reader";
import { grantedObjects } from "../../../../sdk/manifest/granted-objects";
import { secretArnIn } from "../../../../sdk/policy";
import { stackName, stackPlan } from "../../../../stacks/stack-plan";
import type { PlanCost } from "./plan-cost";

/** Which readers lose an access, and what becomes of the pods of those that stay. */
export function changedReaders(before: LandingZone, after: LandingZone): PlanCost[] {
  const planned = new Set(stackPlan(after).map(({ name }) => name));
  const now = new Map(after.readers.map((reader) => [readerKey(reader), reader]));
  const own = before.readers.flatMap((reader) => {
    // A stack that leaves the inventory stays as it is, unless up knows by the id that it may empty it.
    const isEmptied = before.id !== undefined && before.id === after.id;
    if (!isEmptied && !planned.has(stackName(reader.cluster.account, "workloads"))) return [];
    const same = now.get(readerKey(reader));
    return [
      ...lostReads(reader, same).map((says) => ({ kind: "access" as const, says })),
      ...(same ? podChanges(reader, same) : []).map((says) => ({ kind: "pods" as const, says })),
    ];
  });
  return [...own, ...externalReaders(before, after, planned)];
}

/** Readers that others deploy, and that the secrets' policies let in no more. A stack that leaves the inventory stays as it is. */
function externalReaders(
  before: LandingZone,
  after: LandingZone,
  planned: ReadonlySet<string>,
): PlanCost[] {
  const now = new Map(
    [...after.readers, ...after.externalReaders].map((one) => [readerKey(one), one]),
  );
  return before.externalReaders.flatMap((reader) => {
    const grants = reader.grants.filter(({ target }) =>
      planned.has(stackName(target.account, "secrets")),
    );
    return lostReads({ ...reader, grants }, now.get(readerKey(reader))).map((says) => ({
      kind: "access" as const,
      says,
    }));
  });
}

function lostReads(reader: ResolvedReader, now: ResolvedReader | undefined): string[] {
  const remaining = new Set(now?.grants.map(targetOf));
  const lost = reader.grants.filter((grant) => !remaining.has(targetOf(grant)));
  if (lost.length === 0) return [];
  const names = lost.map(({ kind, target }) => `${kind} ${target.id}`).join(", ");
  const longest = reader.targetRole ? "59 minutes" : "six hours";
  return [
    `reader ${reader.id} may no longer read ${names}; a pod that runs keeps its files until it is restarted, and its credentials for up to ${longest}`,
  ];
}

/** What is read, whatever the inventory calls it. */
function targetOf({ kind, target }: ResolvedGrant): string {
  return [kind, target.account.id, target.region, target.name].join(" ");
}

function podChanges(before: ResolvedReader, after: ResolvedReader): string[] {
  return [...associationChange(before, after), ...restart(before, after)];
}

/** A target role is taken from an association by another association in its place. */
function associationChange(before: ResolvedReader, after: ResolvedReader): string[] {
  if (before.id !== after.id || !before.targetRole || after.targetRole) return [];
  return [
    `reader ${after.id} gets a new Pod Identity association in place of the old one: for some seconds a pod that starts gets no credentials, and must be restarted`,
  ];
}

function restart(before: ResolvedReader, after: ResolvedReader): string[] {
  const [old, now] = [podOf(before), podOf(after)];
  if (old === now) return [];
  if (!after.deployment) {
    return [
      `reader ${after.id} mounts or reads otherwise: restart its pods, which another tool deploys`,
    ];
  }
  if (!before.deployment) return [];
  return before.id === after.id
    ? [`Deployment ${after.id} restarts its pods, one after the other`]
    : [];
}

/** What a pod is made of: a change of it is a new pod. */
function podOf(reader: ResolvedReader): string {
  const { deployment, role, targetRole } = reader;
  const { autoscaled: _autoscaled, replicas: _replicas, ...pod } = deployment ?? {};
  const objects = grantedObjects(reader, (secret, region) =>
    secretArnIn(region, plannedArns.secretArn(secret)),
  );
  return JSON.stringify([(targetRole ?? role).arn, objects, pod, reader.secretProviderClass]);
}

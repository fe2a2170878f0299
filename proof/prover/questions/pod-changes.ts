import type { AssociationDocuments } from "../../domain/documents";
import { readerKey } from "../../domain/reader";
import type { AccessRequest } from "../../domain/request";
import { preferShort } from "../counterexample/prefer-short";
import type { DeclaredReader, Deployment } from "../documents/deployment";
import type { ReadTarget } from "../documents/read-target";
import { isPodNowOf } from "../request/pods";
import { readerTitle } from "../request/readers";
import { and } from "../solver/formula";
import { VIOLATION } from "../solver/origin";
import { Problem } from "../texts/problem";
import { readingRelation } from "./reading-relation";

/** A secret under one version's documents. */
export interface Side {
  deployment: Deployment;
  target: ReadTarget;
}

/** A secret in two versions, of which one may lack it. */
export interface Sides {
  before: Side | undefined;
  after: Side | undefined;
}

/** Pods that read on one side only, because their association changed. */
export interface PodChange {
  who: string;
  change: "gains" | "loses";
  request: AccessRequest;
}

/** A reader with its association in each version. */
export interface Reassociated {
  before: DeclaredReader;
  after: DeclaredReader;
}

/** Lists readers whose association differs between the versions. For all others, the roles say whether they gain or lose. */
export function reassociated(old: Deployment, now: Deployment): Reassociated[] {
  const all = [...old.associations, ...now.associations];
  const byName = new Map(all.map((one) => [readerKey(one), one]));
  return [...byName.values()]
    .map((one) => ({ before: old.reader(one), after: now.reader(one) }))
    .filter(({ after, before }) => !isSame(before.association, after.association));
}

/** Why it is not known. */
export interface Unknown {
  unknown: string;
}

/** Whether those pods read before and after; or that it could not be settled. */
export async function podChange(
  readers: Reassociated,
  sides: Sides,
  milliseconds: number,
): Promise<PodChange | Unknown | undefined> {
  const before = await podRead(sides.before, readers.before, milliseconds);
  const after = await podRead(sides.after, readers.after, milliseconds);
  for (const read of [before, after]) if (read && "unknown" in read) return read;
  const request = (before ?? after) as AccessRequest | undefined;
  if (!request || (before && after)) return undefined;
  const reader = before ? readers.before : readers.after;
  const who = `a pod of ${readerTitle(reader)}`;
  return { who, change: before ? "loses" : "gains", request };
}

async function podRead(
  side: Side | undefined,
  reader: DeclaredReader,
  milliseconds: number,
): Promise<AccessRequest | Unknown | undefined> {
  if (!side || !reader.association) return undefined;
  const { policy } = reader.association;
  const relation = readingRelation(side.deployment, side.target, {
    problem: new Problem(side.deployment.settings),
    roles: side.deployment.roles,
    ...(policy !== null && policy !== undefined && { sessionPolicy: policy }),
  });
  const { caller, contexts, setup } = relation;
  setup.problem.require(and(relation.reads, isPodNowOf(caller, reader)), VIOLATION);
  const outcome = await setup.problem.solve(milliseconds, () => preferShort(caller, ...contexts));
  if (outcome.result === "unknown") return { unknown: outcome.reason };
  return outcome.result === "possible" ? relation.request(outcome.model) : undefined;
}

function isSame(
  one: AssociationDocuments | undefined,
  other: AssociationDocuments | undefined,
): boolean {
  if (!one || !other) return one === other;
  return (
    one.roleArn === other.roleArn &&
    (one.targetRoleArn ?? null) === (other.targetRoleArn ?? null) &&
    (one.disableSessionTags ?? false) === (other.disableSessionTags ?? false) &&
    JSON.stringify(one.policy ?? null) === JSON.stringify(other.policy ?? null)
  );
}

import type { AssociationDocuments } from "../../domain/documents";
import { describeReader } from "../../domain/principal-kind";
import type { AccessRequest } from "../../domain/request";
import type { ClaimResult } from "../claims/claim";
import { preferShort } from "../counterexample/prefer-short";
import type { DeclaredReader, Deployment } from "../documents/deployment";
import type { ReadTarget } from "../documents/read-target";
import { isMadeNowFor } from "../request/made-for-reader";
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

/** A reader that reads on one side only, because its association changed. */
export interface ReaderChange {
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
  const byName = new Map(all.map((one) => [describeReader(now.kind, one).key, one]));
  return [...byName.values()]
    .map((one) => ({ before: old.reader(one), after: now.reader(one) }))
    .filter(({ after, before }) => !isSame(before.association, after.association));
}

/** Whether these readers have a role that reads on either side, of which no change has been told. */
export function mayChange(
  { after, before }: Reassociated,
  sides: Sides,
  told: readonly ClaimResult[],
): boolean {
  const roles = [before.readingRole, after.readingRole];
  const isReader = [sides.before, sides.after].some((side) =>
    side?.deployment.roles.some(({ arn }) => roles.includes(arn)),
  );
  const isTold = told.some(({ counterexample }) => {
    const principal = counterexample?.request.principal;
    return principal?.kind === "session" && roles.includes(principal.roleArn);
  });
  return isReader && !isTold;
}

/** Why it is not known. */
export interface Unknown {
  unknown: string;
}

/** Whether the reader reads before and after; or that it could not be settled. */
export async function readerChange(
  readers: Reassociated,
  sides: Sides,
  milliseconds: number,
): Promise<ReaderChange | Unknown | undefined> {
  const before = await requestOf(sides.before, readers.before, milliseconds);
  const after = await requestOf(sides.after, readers.after, milliseconds);
  for (const read of [before, after]) if (read && "unknown" in read) return read;
  const request = (before ?? after) as AccessRequest | undefined;
  if (!request || (before && after)) return undefined;
  const { kind } = (sides.before ?? sides.after)?.deployment ?? {};
  const who = kind?.words.oneOf(readers.before.identity) ?? "";
  return { who, change: before ? "loses" : "gains", request };
}

async function requestOf(
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
  setup.problem.require(and(relation.reads, isMadeNowFor(caller, reader)), VIOLATION);
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

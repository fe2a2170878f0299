import { grouped } from "../../collections";
import type { AccessDocuments, AssociationDocuments } from "../../domain/documents";
import { findByArn } from "../../domain/documents-index";
import { isOtherWay, readerKey } from "../../domain/principal-kind";
import type { AccessRequest } from "../../domain/request";
import { evaluate } from "../../evaluator/evaluate";
import { mayRead } from "../../evaluator/may-read";
import { whyDenied, withRemark } from "../claims/as-evaluated";
import { type ClaimResult, unknownClaim } from "../claims/claim";
import { preferShort } from "../counterexample/concrete-request";
import type { DeclaredReader, Deployment } from "../documents/deployment";
import type { SymbolicCaller } from "../request/caller";
import { isMadeFor, isMadeNowFor } from "../request/made-for-reader";
import { hopsOf } from "../request/session-creation";
import { and, type Formula, or, VIOLATION } from "../solver/formula";
import { Problem } from "../texts/problem";
import { concernedRoles } from "./concerned";
import { readingRelation } from "./reading-relation";
import type { Side, Sides } from "./sides";

/** A reader that only reads on one side because its associations changed. */
interface ReaderChange {
  who: string;
  change: "gains" | "loses";
  request: AccessRequest;
}

/** A reader with its associations in each version. */
export interface Reassociated {
  before: DeclaredReader[];
  after: DeclaredReader[];
  /**
   * Whether in one of them it has sessions in addition to those that the service creates now. Then it is asked about separately,
   * not through its roles.
   */
  isApart: boolean;
}

/** Readers whose associations differ between the versions. For all others, the roles tell whether they gain or lose. */
export function reassociated(old: Deployment, now: Deployment): Reassociated[] {
  const isShared = inBoth(old.associations, now.associations);
  const [before, after] = [old, now].map(({ associations, kind }) => {
    const own = old.kind === now.kind ? associations.filter((one) => !isShared(one)) : associations;
    return grouped(own, (one) => [readerKey(kind, one)]);
  }) as [ByReader, ByReader];
  const all = new Map([...before, ...after]);
  const changed = [...all].filter(([key]) => waysOf(before.get(key)) !== waysOf(after.get(key)));
  return changed
    .flatMap(([, [one]]) => one ?? [])
    .map((one) => ({ before: old.readers(one), after: now.readers(one) }))
    .map((both) => ({ ...both, isApart: [...both.before, ...both.after].some(hasOtherWay) }));
}

/** Whether both lists have this very member, as they do if one was made like the other. */
function inBoth<Member>(one: Member[], other: Member[]): (member: Member) => boolean {
  const [first, second] = [new Set(one), new Set(other)];
  return (member) => first.has(member) && second.has(member);
}

type ByReader = Map<string, AssociationDocuments[]>;

function hasOtherWay({ association }: DeclaredReader): boolean {
  return association !== undefined && isOtherWay(association);
}

/** The caller is a session of a reader that is asked about separately, in either version. */
export function isAskedApart(caller: SymbolicCaller, readers: readonly Reassociated[]): Formula {
  const apart = readers.filter(({ isApart }) => isApart);
  return or(
    ...apart.flatMap(({ after, before }) =>
      [...before, ...after].map((reader) => isMadeFor(caller, reader)),
    ),
  );
}

/** Whether these readers have a role that reads on either side and for which no change was reported. */
export function mayChange(
  { after, before, isApart }: Reassociated,
  sides: Sides,
  told: readonly ClaimResult[],
): boolean {
  const roles = [...before, ...after].map(({ readingRole }) => readingRole);
  const isReader = [sides.before, sides.after].some((side) =>
    side?.deployment.roles.some(({ arn }) => roles.includes(arn)),
  );
  const isTold = told.some(({ counterexample }) => {
    const principal = counterexample?.request.principal;
    return principal?.kind === "session" && roles.includes(principal.roleArn);
  });
  return isReader && (isApart || !isTold);
}

/** A result that is not known, with the reason. */
interface Unknown {
  unknown: string;
}

/** Whether the reader reads before and after, or why this could not be settled. */
export async function readerChange(
  readers: Reassociated,
  sides: Sides,
  milliseconds: number,
): Promise<ReaderChange | Unknown | undefined> {
  const before = await requestOfAny(sides.before, readers.before, milliseconds);
  const after = await requestOfAny(sides.after, readers.after, milliseconds);
  for (const read of [before, after]) if (read && "unknown" in read) return read;
  const request = (before ?? after) as AccessRequest | undefined;
  if (!request || (before && after)) return undefined;
  const { kind } = (sides.before ?? sides.after)?.deployment ?? {};
  const who = kind?.words.oneOf(readers.before[0]?.identity ?? {}) ?? "";
  return { who, change: before ? "loses" : "gains", request };
}

/** How the reader reads on this side, with the first association that allows it. */
async function requestOfAny(
  side: Side | undefined,
  readers: DeclaredReader[],
  milliseconds: number,
): Promise<AccessRequest | Unknown | undefined> {
  for (const reader of readers) {
    const found = await requestOf(side, reader, milliseconds);
    if (found) return found;
  }
  return undefined;
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

/** The same for readers whose sessions are made in the same ways. */
function waysOf(associations: AssociationDocuments[] = []): string {
  return [...new Set(associations.map(wayOf))].sort().join("\n");
}

function wayOf(association: AssociationDocuments): string {
  const { disableSessionTags, policy, roleArn, targetRoleArn, webIdentity } = association;
  const { audience, provider, subject } = webIdentity ?? {};
  return JSON.stringify([
    ...[roleArn, targetRoleArn ?? null, disableSessionTags ?? false, policy ?? null],
    ...[provider, subject, audience],
  ]);
}

export function noChange(
  subject: string,
  milliseconds: number,
  assumptionsUsed: string[],
  beyond: string | undefined,
): ClaimResult {
  const claim = "difference";
  if (beyond === undefined)
    return { claim, subject, milliseconds, result: "proved", assumptionsUsed };
  const reason = `the documents of ${beyond} changed, from which roles that read are reached only by way of others, and what that changes was not looked into`;
  return unknownClaim(claim, subject, reason, milliseconds);
}

/** A changed role that is further from any reading role than the analysed chain depth. */
export function changeBeyond({ after, before }: Sides): string | undefined {
  if (!after || !before) return undefined;
  const sides = [before, after];
  const near = new Set(
    sides.flatMap(({ deployment, target: { of } }) => {
      const steps = hopsOf(deployment.policies, deployment.roles, deployment.settings.limits) - 1;
      return concernedRoles(deployment, of.arn, undefined, steps).map(({ arn }) => arn);
    }),
  );
  const changed = sides
    .flatMap(({ deployment }) => deployment.roles)
    .filter(({ arn }) => !near.has(arn))
    .find(({ arn }) => {
      const [old, now] = sides.map(({ deployment }) => JSON.stringify(deployment.role(arn)));
      return old !== now;
    });
  return changed?.arn;
}

/**
 * Adds to a change what `evaluate` does not show, which only gets its request and the documents of one version: why it denies the
 * request although the change says that it reads, or allows it in the other version, too.
 */
export function changeAsEvaluated(
  reading: AccessDocuments,
  other: AccessDocuments,
  result: ClaimResult,
): ClaimResult {
  const { counterexample, subject } = result;
  if (!counterexample) return result;
  const { request } = counterexample;
  const remark =
    whyDenied(reading, request, evaluate(reading, request)) ?? whySame(other, request, subject);
  return withRemark(result, remark);
}

/** Why `evaluate` also allows the request in the version in which nobody reads with it, if it does. */
function whySame(
  documents: AccessDocuments,
  { context, principal, ...request }: AccessRequest,
  subject: string,
): string | undefined {
  if (evaluate(documents, { context, principal, ...request }).decision === "denied") {
    return undefined;
  }
  const lists = [documents.secrets, documents.parameters];
  const isThere = lists.some((list) => findByArn<{ arn: string }>(list, subject));
  const read = isThere ? mayRead(documents, principal, subject, context) : undefined;
  const missing = !read
    ? "one of them has no such secret"
    : read.decision === "denied"
      ? `in one of them it is not enough: ${read.reason}`
      : "in one of them nobody gets such a session, or a session policy limits it";
  return `evaluate allows this very request in both versions, but ${missing}`;
}

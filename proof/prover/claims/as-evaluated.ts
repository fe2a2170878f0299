import type { AccessDocuments } from "../../domain/documents";
import { findByArn } from "../../domain/documents-index";
import type { AccessRequest, Decision, TurningKey } from "../../domain/request";
import { evaluate } from "../../evaluator/evaluate";
import { isLeftOpen } from "../../evaluator/matching/match-statement";
import {
  assumedOfValues,
  EXTERNAL_READER_TRUST,
  OWNER_ADMITS_READER,
} from "../documents/assumptions";
import { READER_TRUST } from "../request/session-creation";
import type { ClaimResult } from "./claim";

/**
 * Adds to a counterexample why `evaluate`, which only gets its request and all documents, decides otherwise: another document
 * denies it, or the request cannot express something.
 */
export function asEvaluated(documents: AccessDocuments, result: ClaimResult): ClaimResult {
  const { claim, counterexample } = result;
  if (!counterexample) return result;
  const { request } = counterexample;
  const decision = evaluate(documents, request);
  const remark =
    claim === "grant-available"
      ? whyAllowed(documents, request, decision)
      : whyDenied(documents, request, decision);
  return withRemark(result, remark);
}

/** The result, with the remark (if any) in its summary. */
export function withRemark(result: ClaimResult, remark: string | undefined): ClaimResult {
  const { counterexample } = result;
  if (!counterexample || remark === undefined) return result;
  const summary = `${counterexample.summary}; ${remark}`;
  return { ...result, counterexample: { ...counterexample, summary } };
}

/**
 * The same remark about a request with which somebody reads. If there is none, the condition keys that it depends on. For a known
 * principal, these are the keys that it does not determine itself.
 */
export function readingAsEvaluated(
  documents: AccessDocuments,
  request: AccessRequest,
  isUnknown = false,
): { remark?: string; turnsOn?: TurningKey[] } {
  const decision = evaluate(documents, request);
  const remark = whyDenied(documents, request, decision);
  if (remark !== undefined) return { remark };
  const turnsOn = decision.turnsOn.filter((one) => isUnknown || isLeftOpen(one, request));
  return turnsOn.length > 0 ? { turnsOn } : {};
}

/**
 * Why `evaluate` denies a request that breaks a claim. A claim about one document, or about a role's own policies, ignores all
 * others, and one about a sealed secret assumes that others have all rights.
 */
export function whyDenied(
  documents: AccessDocuments,
  request: AccessRequest,
  { decidedBy, decision, lacking }: Decision,
): string | undefined {
  if (decision === "allowed") return undefined;
  if (decidedBy) return keptOutBy(decidedBy.document);
  const otherwise = evaluate(documents, request, { ownerPrincipalsClosed: false });
  if (otherwise.decision === "allowed") {
    return "evaluate denies it, because it takes principals of the owner's account whose policies were not read to have no rights of their own";
  }
  const { resource } = request;
  const keeper = otherwise.decidedBy?.document ?? otherwise.lacking ?? lacking;
  if (keeper?.endsWith(` policy of ${resource}`) && !isGiven(documents, resource)) {
    return `evaluate denies it, because the documents lack the policy of ${resource}, which may let it in`;
  }
  return keptOutBy(keeper ?? `policies of ${resource}`);
}

function keptOutBy(document: string): string {
  return `what keeps this very request out so far: ${document}`;
}

function isGiven({ keys, roles, secrets }: AccessDocuments, arn: string): boolean {
  return [keys, roles, secrets].some((list) => findByArn<{ arn: string }>(list, arn));
}

function whyAllowed(
  documents: AccessDocuments,
  request: AccessRequest,
  { decidedBy, decision }: Decision,
): string | undefined {
  if (decision === "denied") return undefined;
  if (evaluate(documents, request, { strict: true }).decision === "denied") {
    return `evaluate allows it by ${decidedBy?.document}, of which AWS does not say that it suffices`;
  }
  return hasSessionPolicy(documents, request)
    ? `evaluate allows it, because a request does not say the session policy of the ${documents.principalKind?.words.principal}'s association`
    : "evaluate allows this very request, because what fails stands in no policy";
}

function hasSessionPolicy(
  { associations }: AccessDocuments,
  { principal }: AccessRequest,
): boolean {
  if (principal.kind !== "session") return false;
  return (associations ?? []).some(
    ({ policy, roleArn, targetRoleArn }) =>
      policy && (targetRoleArn ?? roleArn) === principal.roleArn,
  );
}

/** The result with the assumptions that stand for documents that nobody read; unknown if one of them was dropped. */
export function underAssumed(
  documents: readonly AccessDocuments[],
  result: ClaimResult,
  dropped: ReadonlySet<string>,
): ClaimResult {
  if (result.result !== "proved") return result;
  const owed = owedTo(documents, result);
  const missing = owed.filter((name) => dropped.has(name));
  if (missing.length === 0) {
    return { ...result, assumptionsUsed: [...result.assumptionsUsed, ...owed] };
  }
  const reason = `it depends on what nobody read: it takes the assumption ${missing.join(" and ")}`;
  return { ...result, result: "unknown", assumptionsUsed: [], reason };
}

function owedTo(
  documents: readonly AccessDocuments[],
  { assumptionsUsed, claim }: ClaimResult,
): string[] {
  const asksOfBoth = claim === "grant-available" || claim === "difference";
  const hasAssumed = (lists: ("keys" | "roles" | "secrets")[]) =>
    documents.some((one) => lists.some((list) => one[list]?.some(({ assumed }) => assumed)));
  const owner = asksOfBoth && hasAssumed(["keys", "secrets"]);
  const reader = (asksOfBoth || assumptionsUsed.includes(READER_TRUST)) && hasAssumed(["roles"]);
  const asksWhoReads = claim === "read-exclusive" || claim === "difference";
  const ofValues = new Set(asksWhoReads ? documents.flatMap(assumedOfValues) : []);
  return [
    ...ofValues,
    ...(owner ? [OWNER_ADMITS_READER] : []),
    ...(reader ? [EXTERNAL_READER_TRUST] : []),
  ];
}

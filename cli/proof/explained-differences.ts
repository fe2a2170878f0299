import type { ClaimResult } from "../../sdk/access";
import type { SourceDocuments } from "../documents/source-documents";
import { type InventoryDifference, inventoryDifferences } from "./inventory-differences";

/** A difference from the inventory, with the claims that speak of what differs. */
export interface ExplainedDifference extends Pick<InventoryDifference, "subject" | "says"> {
  claims: Pick<ClaimResult, "claim" | "subject">[];
}

/** Where a source differs from its inventory, if a claim about it is refuted. */
export function differencesOf(
  { declared, documents, gaps }: SourceDocuments,
  claims: readonly ClaimResult[],
): { differences?: ExplainedDifference[] } {
  if (!declared || claims.every(({ result }) => result !== "refuted")) return {};
  const differences = inventoryDifferences(declared, documents, gaps);
  return { differences: explainByDifferences(differences, claims) };
}

/**
 * Gives each refuted claim to the difference that it is most likely a consequence of: the deciding document is of what differs,
 * before the claim is about it, before the request comes from a role of it. No claim is given to two.
 */
export function explainByDifferences(
  differences: readonly InventoryDifference[],
  claims: readonly ClaimResult[],
): ExplainedDifference[] {
  const explained = differences.map(({ says, subject }) => ({
    subject,
    says,
    claims: [] as ExplainedDifference["claims"],
  }));
  for (const claim of claims) {
    if (claim.result !== "refuted") continue;
    const ranks = differences.map((one) => relation(one, claim));
    const best = Math.min(...ranks);
    if (best === Number.POSITIVE_INFINITY) continue;
    const { claim: name, subject } = claim;
    explained[ranks.indexOf(best)]?.claims.push({ claim: name, subject });
  }
  return explained;
}

/** How near a claim is to a difference: 0 is nearest, infinity means that they have nothing in common. */
function relation(
  { roles, subject: differing }: InventoryDifference,
  { claim, counterexample, subject }: ClaimResult,
): number {
  const [reader, target] = subject.split(" → ");
  if (reader === differing) return 0;
  if (!counterexample) return Number.POSITIVE_INFINITY;
  const { document, request, summary } = counterexample;
  const isMissing = claim === "grant-available" && summary.includes(differing);
  if (isMissing || document.endsWith(` of ${differing}`)) return 0;
  if (target === differing || (claim !== "read-exclusive" && subject === differing)) return 1;
  const role = "roleArn" in request.principal ? request.principal.roleArn : undefined;
  return role !== undefined && [differing, ...roles].includes(role) ? 2 : Number.POSITIVE_INFINITY;
}

/** Claims that are open, those of each difference together and in the order of the differences. */
export function byDifferences<Claim extends Pick<ClaimResult, "claim" | "subject">>(
  claims: readonly Claim[],
  differences: readonly ExplainedDifference[],
): Claim[] {
  const places = new Map(
    differences.flatMap((one, index) => one.claims.map((claim) => [keyOf(claim), index] as const)),
  );
  const placeOf = (claim: Claim) => places.get(keyOf(claim)) ?? differences.length;
  return [...claims].sort((a, b) => placeOf(a) - placeOf(b));
}

/** The positions, from 1, that the claims of a difference have in a list. */
export function positionsIn(
  claims: readonly Pick<ClaimResult, "claim" | "subject">[],
  { claims: own }: ExplainedDifference,
): number[] {
  const keys = new Set(own.map(keyOf));
  return claims.flatMap((one, index) => (keys.has(keyOf(one)) ? [index + 1] : []));
}

function keyOf({ claim, subject }: Pick<ClaimResult, "claim" | "subject">): string {
  return JSON.stringify([claim, subject]);
}

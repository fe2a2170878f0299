import type { ClaimResult } from "iam-proof";
import type { SourceDocuments } from "../documents/source-documents";
import { grantParts } from "./grant-subject";
import { type InventoryDifference, inventoryDifferences } from "./inventory-differences";

/** A difference from the inventory, with the claims that it explains. */
export interface ExplainedDifference extends Pick<InventoryDifference, "subject" | "says"> {
  claims: Pick<ClaimResult, "claim" | "subject">[];
}

/** The differences between a source and its inventory, if a claim about it is refuted. */
export async function differencesOf(
  { declared, documents, gaps }: SourceDocuments,
  claims: readonly ClaimResult[],
): Promise<{ differences?: ExplainedDifference[] }> {
  if (!declared || claims.every(({ result }) => result !== "refuted")) return {};
  const differences = inventoryDifferences(await declared(), documents, gaps);
  return { differences: explainByDifferences(differences, claims) };
}

/**
 * Assigns each refuted claim to the difference that certainly caused it: first by the deciding document, then by the claim's
 * subject, then by the request. Each claim belongs to one difference at most.
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
  const bySubject = firstPlaces(differences.map(({ subject }) => [subject]));
  const byRequest = firstPlaces(differences.map(({ requests }) => requests));
  for (const claim of claims) {
    if (claim.result !== "refuted") continue;
    const place =
      firstOf(bySubject, decidingSubjects(claim)) ??
      firstOf(bySubject, claimedSubjects(claim)) ??
      (grantParts(claim.subject)
        ? firstOf(bySubject, askingRoles(claim))
        : firstOf(byRequest, [...askingRoles(claim), ...askedObjects(claim)]));
    if (place === undefined) continue;
    explained[place]?.claims.push({ claim: claim.claim, subject: claim.subject });
  }
  return explained;
}

/** The index of the first difference with each name. */
function firstPlaces(names: readonly (readonly string[])[]): Map<string, number> {
  const places = new Map<string, number>();
  names.forEach((some, place) => {
    for (const name of some) if (!places.has(name)) places.set(name, place);
  });
  return places;
}

function firstOf(places: ReadonlyMap<string, number>, names: string[]): number | undefined {
  const found = names.flatMap((name) => places.get(name) ?? []);
  return found.length > 0 ? Math.min(...found) : undefined;
}

/** The reader of a grant, and the owner of the deciding document or, if that is missing, what the finding names. */
function decidingSubjects({ claim, counterexample, subject }: ClaimResult): string[] {
  const grant = grantParts(subject);
  const { document = "", summary = "" } = counterexample ?? {};
  const [, ofDocument] = / of (arn:.*)$/.exec(document) ?? [];
  const named = claim === "grant-available" ? (summary.match(/arn:[^\s,;]+/g) ?? []) : [];
  return [...(grant ? [grant.reader] : []), ...(ofDocument ? [ofDocument] : named)];
}

/** The subjects of a claim. Reasons why others read a secret may lie outside the secret. */
function claimedSubjects({ claim, subject }: ClaimResult): string[] {
  return claim === "read-exclusive" ? [] : [grantParts(subject)?.target ?? subject];
}

function askingRoles({ counterexample }: ClaimResult): string[] {
  const principal = counterexample?.request.principal;
  return principal && "roleArn" in principal ? [principal.roleArn] : [];
}

function askedObjects({ counterexample }: ClaimResult): string[] {
  const { context, resource } = counterexample?.request ?? {};
  return [resource, context?.["kms:EncryptionContext:SecretARN"]].flatMap((one) => one ?? []);
}

/** Open claims, grouped by difference and in the order of the differences. */
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

/** The positions, from 1, that each difference's claims have in a list of which `shown` entries are shown. */
export function positionsIn(
  claims: readonly Pick<ClaimResult, "claim" | "subject">[],
  shown: number,
): (difference: ExplainedDifference) => string {
  const positions = new Map(claims.map((one, index) => [keyOf(one), index + 1]));
  return ({ claims: own }) => {
    const all = own.flatMap((one) => positions.get(keyOf(one)) ?? []).sort((a, b) => a - b);
    const seen = all.filter((position) => position <= shown);
    const more = all.length - seen.length;
    if (more === 0) return seen.join(", ");
    return seen.length > 0 ? `${seen.join(", ")} and ${more} more` : `${more} that are not shown`;
  };
}

function keyOf({ claim, subject }: Pick<ClaimResult, "claim" | "subject">): string {
  return JSON.stringify([claim, subject]);
}

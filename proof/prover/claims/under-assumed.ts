import type { AccessDocuments } from "../../domain/documents";
import {
  assumedOfValues,
  EXTERNAL_READER_TRUST,
  OWNER_ADMITS_READER,
} from "../documents/assumptions";
import { READER_TRUST } from "../request/session-creation";
import type { ClaimResult } from "./claim";

/** The result with the assumptions that it owes to documents that nobody read; unknown where one is not made. */
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

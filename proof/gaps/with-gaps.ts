import type { AccessDocuments } from "../domain/documents";
import type { ClaimId, ClaimResult } from "../prover/claims/claim";
import { unknownClaim } from "../prover/claims/claim";
import type { Gap } from "./gap";
import { groundsIn } from "./grounds";
import { leavesOpen } from "./leaves-open";

/** The results for documents with gaps. A claim is unknown if a gap could change its result, or if a gap hides its subject. */
export function withGaps(
  claims: ClaimResult[],
  gaps: readonly Gap[],
  documents: AccessDocuments,
  asked: readonly ClaimId[],
): ClaimResult[] {
  if (gaps.length === 0) return claims;
  const groundsOf = groundsIn(documents);
  const settled = claims.map((result) => {
    const grounds = groundsOf(result.claim, result.subject);
    const open = gaps.filter((gap) => leavesOpen(gap, result, grounds));
    return open.length > 0 ? leftOpen(result, open) : result;
  });
  const known = new Set(claims.map(({ claim, subject }) => `${claim} ${subject}`));
  for (const gap of gaps) {
    for (const [claim, subject] of subjectsIn(gap)) {
      if (!asked.includes(claim) || known.has(`${claim} ${subject}`)) continue;
      known.add(`${claim} ${subject}`);
      settled.push(unknownClaim(claim, subject, gap.reason));
    }
  }
  return settled;
}

/** The gaps that make a list of who can read a secret or parameter incomplete. */
export function gapsOfReading(
  gaps: readonly Gap[],
  documents: AccessDocuments,
  subject: string,
): Gap[] {
  if (gaps.length === 0) return [];
  const asked = { claim: "read-exclusive" as const, subject, result: "unknown" as const };
  const grounds = groundsIn(documents)(asked.claim, subject);
  const lengthens = ({ open: { kind } }: Gap) => kind === "trust" || kind === "session";
  return gaps.filter((gap) => lengthens(gap) || leavesOpen(gap, asked, grounds));
}

function leftOpen(
  { claim, counterexample, milliseconds, reason, subject }: ClaimResult,
  gaps: Gap[],
): ClaimResult {
  const reasons = [...new Set(gaps.map((gap) => gap.reason))];
  const [first = ""] = reasons;
  const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : "";
  const found = counterexample
    ? `; by what is known, ${counterexample.summary}`
    : reason
      ? `; ${reason}`
      : "";
  return unknownClaim(claim, subject, `${first}${more}${found}`, milliseconds);
}

/** The subjects that a gap hides, each with a claim about it. */
function subjectsIn({ open }: Gap): [ClaimId, string][] {
  switch (open.kind) {
    case "account":
    case "associations":
      return open.roles.flatMap((arn): [ClaimId, string][] => [
        ["role-unforgeable", arn],
        ["role-contained", arn],
      ]);
    case "grants":
      return [["grant-available", open.arn]];
    case "secret":
      if (open.part === "versions") return [];
      return [
        ["secret-bounded", open.arn],
        ["read-exclusive", open.arn],
      ];
    case "parameter":
      if (open.part === "versions") return [];
      return [["read-exclusive", open.arn]];
    case "key":
      return [["key-bounded", open.arn]];
    default:
      return [];
  }
}

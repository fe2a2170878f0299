import { type ClaimResult, settle } from "../claims/claim";
import { GUARD_CLAIMS, type Guard, type GuardClaimId, guardClaim } from "../claims/guard";
import { deploymentOf } from "../documents/deployment";
import { limitsWith } from "../solver/limits";
import { overallResult, type ProveOptions } from "./prove";

/** The results for guards, account by account. */
export interface GuardProof {
  result: "proved" | "refuted" | "unknown";
  claims: ClaimResult<GuardClaimId>[];
}

interface GuardOptions extends Pick<ProveOptions, "limits" | "millisecondsPerClaim"> {
  /** Claims to settle. Defaults to both. */
  claims?: readonly GuardClaimId[];
}

/** Settles claims about each guard: for every possible request, or with one that breaks them. */
export async function proveGuards(
  guards: readonly Guard[],
  { claims: asked = GUARD_CLAIMS, limits, millisecondsPerClaim = 10_000 }: GuardOptions = {},
): Promise<GuardProof> {
  const around = deploymentOf({}, { limits: limitsWith(limits) });
  const claims: ClaimResult<GuardClaimId>[] = [];
  for (const guard of guards) {
    for (const claim of asked) {
      claims.push(await settle(guardClaim(claim, guard, around), millisecondsPerClaim));
    }
  }
  return { result: overallResult(claims), claims };
}

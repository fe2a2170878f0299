import { type ClaimResult, unknownClaim } from "../claims/claim";
import { hopsOf } from "../request/session-creation";
import { concernedRoles } from "./concerned-roles";
import type { Sides } from "./reader-changes";

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

/** A changed role that is further from any reading role than the chain depth that was analysed. */
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

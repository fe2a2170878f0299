import type { Path, Report } from "../../../rules/problem";
import { shown } from "../../../rules/wording";

/** Reports statements of the user's own that no resource policy could hold. */
export function checkExtraStatements(
  statements: readonly Record<string, unknown>[],
  path: Path,
  report: Report,
): void {
  const sids = new Set<string>();
  for (const [index, { Effect, NotPrincipal, Principal, Sid }] of statements.entries()) {
    const at = [...path, index];
    if (typeof Sid !== "string" || !/^[A-Za-z0-9]+$/.test(Sid)) {
      report([...at, "Sid"], `must be letters and digits, got ${shown(Sid)}`);
    } else if (sids.has(Sid)) {
      report([...at, "Sid"], `must be unique among the statements, got ${shown(Sid)}`);
    } else {
      sids.add(Sid);
    }
    if (Effect !== "Allow" && Effect !== "Deny") {
      report([...at, "Effect"], `must be Allow or Deny, got ${shown(Effect)}`);
    }
    if (Principal === undefined && NotPrincipal === undefined) {
      report([...at, "Principal"], "is required in a resource policy");
    }
    for (const [element, named] of Object.entries({ NotPrincipal, Principal })) {
      for (const identity of identitiesOf(named)) {
        const says = `names ${identity} itself: when that is deleted, the secret can no longer be refreshed or updated; name its account, with the ARN under aws:PrincipalArn in a condition`;
        report([...at, element], says, "warning");
      }
    }
  }
}

/** Roles and users that a principal names by their ARN: AWS keeps their unique ids in the place of the ARNs. */
function identitiesOf(principal: unknown): string[] {
  const { AWS } = Object(principal) as { AWS?: unknown };
  const named = [AWS].flat().map(String);
  return named.filter((one) => /^arn:[^:]+:iam::\d{12}:(?:role|user)\//.test(one));
}

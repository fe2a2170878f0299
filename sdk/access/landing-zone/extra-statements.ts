import { grammarError } from "iam-proof/grammar";
import type { LandingZone } from "../../grant/landing-zone/landing-zone";
import { secretResourcePolicy, secretResourcePolicyInput } from "../../policy";
import type { Problem } from "../../rules/problem";

/**
 * A rule of the inventory: its own statements of resource policies are such as AWS knows, without a misspelt `Condition`, and none
 * has the Sid of a statement that the grants lead to.
 */
export function extraStatements(zone: LandingZone): Problem[] {
  return zone.secrets.flatMap((secret) => {
    const { extraPolicyStatements, id } = secret;
    if (extraPolicyStatements.length === 0) return [];
    const granted = secretResourcePolicy({
      ...secretResourcePolicyInput(zone, secret),
      extraStatements: [],
    });
    const taken = new Set(granted?.Statement.map(({ Sid }) => Sid));
    return extraPolicyStatements.flatMap((statement, index): Problem[] => {
      const path = ["secrets", id, "extraPolicyStatements", index];
      if (taken.has(String(statement.Sid))) {
        const says = `must be another than that of a statement of this package, got "${statement.Sid}"; rename yours`;
        return [{ path: [...path, "Sid"], says, severity: "error" }];
      }
      const document = { Version: "2012-10-17", Statement: [statement] };
      const error = grammarError({ name: `resource policy of ${id}`, document }, "resource");
      if (!error) return [];
      const says = `must be a statement of a resource policy: ${error.problem}, got ${error.text}`;
      return [{ path, says, severity: "error" }];
    });
  });
}

import type { Finding, LandingZone } from "../../grant";
import { PolicyGrammarError } from "../grammar/error";
import { parsePolicy } from "../grammar/parse-policy";

/** A rule of the inventory: its own statements of resource policies are such as AWS knows, without a misspelt `Condition`. */
export function extraStatements({ secrets }: LandingZone): Finding[] {
  return secrets.flatMap(({ extraPolicyStatements, id }) =>
    extraPolicyStatements.flatMap((statement, index): Finding[] => {
      const document = { Version: "2012-10-17", Statement: [statement] };
      try {
        parsePolicy({ name: `resource policy of ${id}`, document }, "resource");
        return [];
      } catch (error) {
        if (!(error instanceof PolicyGrammarError)) throw error;
        const says = `must be a statement of a resource policy: ${error.problem}, got ${error.text}`;
        return [{ path: ["secrets", id, "extraPolicyStatements", index], says, severity: "error" }];
      }
    }),
  );
}

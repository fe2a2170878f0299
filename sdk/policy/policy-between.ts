import { commonStatements, isSaid, isWithin } from "./common-statements";
import type { PolicyDocument, Statement } from "./document";

/**
 * Policy for the time between two others: it allows what both allow, and nothing else. So it ends at once what the second one ends, and
 * begins nothing. Where IAM has no words for what two statements both mean, it allows less; `commonStatements` says where.
 */
export function policyBetween(before: PolicyDocument, after: PolicyDocument): PolicyDocument {
  const old = [before.Statement].flat();
  const planned = [after.Statement].flat();
  const kept = old.flatMap((one) =>
    one.Effect === "Deny" || isSaid(one, planned)
      ? [one]
      : planned.flatMap((other) => commonStatements(one, other)),
  );
  const added = planned.filter((one) => one.Effect === "Deny" && !isSaid(one, old));
  return { ...before, Statement: withOwnSids([...withoutRepeated(kept), ...added]) };
}

/** Without the Allows that another one says, too. */
function withoutRepeated(statements: readonly Statement[]): Statement[] {
  return statements.filter(
    (one, index) =>
      one.Effect === "Deny" ||
      !statements.some(
        (other, place) =>
          place !== index && isWithin(one, other) && (place < index || !isWithin(other, one)),
      ),
  );
}

/** Two statements that share a Sid, as before and after of one, get Sids of their own. */
function withOwnSids(statements: readonly Statement[]): Statement[] {
  const taken = new Set<string>();
  return statements.map((statement) => {
    const { Sid } = statement;
    let own = Sid;
    for (let number = 2; own && taken.has(own); number++) own = `${Sid}${number}`;
    taken.add(own);
    return own === Sid ? statement : { ...statement, Sid: own };
  });
}

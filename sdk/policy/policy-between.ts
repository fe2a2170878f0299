import { oneOrSorted } from "iam-proof/collections";
import { commonStatements, isSaid, isWithin } from "./common-statements";
import type { PolicyDocument, Statement } from "./document";

/**
 * Policy for the time between two others. It allows only what both allow, so everything that the second one removes ends at once,
 * and nothing new begins. If IAM cannot express what two statements have in common, it allows less; see `commonStatements`.
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

/** Removes Allow statements that another statement covers. */
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

/** Gives statements that share a Sid, such as one before and after a change, Sids of their own. */
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

/** The encryption context keys that name what a role reads. */
const CONTEXTS = ["kms:EncryptionContext:SecretARN", "kms:EncryptionContext:PARAMETER_ARN"];

/** Identity policy reduced to the secrets and parameters that stay; undefined if no statement is left. */
export function withoutReads(
  document: PolicyDocument,
  stays: (arn: string) => boolean,
): PolicyDocument | undefined {
  const left = [document.Statement]
    .flat()
    .flatMap((one) => (one.Effect === "Allow" ? (narrowedTo(stays, one) ?? []) : one));
  return left.length === 0 ? undefined : { ...document, Statement: left };
}

function narrowedTo(stays: (arn: string) => boolean, statement: Statement): Statement | undefined {
  const resources = narrowed(
    [statement.Resource ?? []].flat(),
    (arn) => !isReadable(arn) || stays(arn),
  );
  if (resources === "none") return undefined;
  const one = resources === "all" ? statement : { ...statement, Resource: resources };
  return withoutContexts(one, stays);
}

function withoutContexts(
  statement: Statement,
  stays: (arn: string) => boolean,
): Statement | undefined {
  let equals = statement.Condition?.StringEquals ?? {};
  for (const key of CONTEXTS) {
    const arns = narrowed([equals[key] ?? []].flat(), stays);
    if (arns === "none") return undefined;
    if (arns !== "all") equals = { ...equals, [key]: arns };
  }
  return equals === statement.Condition?.StringEquals || !statement.Condition
    ? statement
    : { ...statement, Condition: { ...statement.Condition, StringEquals: equals } };
}

/** The values that stay: all, none, or these. An empty list stays whole. */
function narrowed(
  values: string[],
  stays: (value: string) => boolean,
): "all" | "none" | string | string[] {
  const left = values.filter(stays);
  if (left.length === values.length) return "all";
  return left.length === 0 ? "none" : oneOrSorted(left);
}

function isReadable(arn: string): boolean {
  return /^arn:[^:]+:(?:secretsmanager|ssm):/.test(arn);
}

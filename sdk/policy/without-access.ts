import { oneOrSorted } from "iam-proof/collections";
import type { PolicyDocument, Statement } from "./document";

/** The encryption contexts that name what a role reads. */
const CONTEXTS = ["kms:EncryptionContext:SecretARN", "kms:EncryptionContext:PARAMETER_ARN"];

/** Identity policy that allows no secrets and parameters but those that stay; undefined where no statement is left. */
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

/** The values that stay; of an empty list all do. */
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

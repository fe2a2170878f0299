import type { Reader } from "../grant/landing-zone/reader";
import type { PolicyDocument, Statement } from "./document";
import { oneOrSorted } from "./order";
import { pinnedReader } from "./session-tags";

/** The encryption contexts that name what a role reads. */
const CONTEXTS = ["kms:EncryptionContext:SecretARN", "kms:EncryptionContext:PARAMETER_ARN"];

/** Identity policy without the secrets and parameters that do not stay; undefined where no statement is left. */
export function withoutReads(
  document: PolicyDocument,
  stays: (arn: string) => boolean,
): PolicyDocument | undefined {
  return withStatements(document, (statement) => {
    const resources = narrowed(
      [statement.Resource ?? []].flat(),
      (arn) => !isReadable(arn) || stays(arn),
    );
    if (resources === "none") return undefined;
    const one = resources === "all" ? statement : { ...statement, Resource: resources };
    return withoutContexts(one, stays);
  });
}

/** Resource policy of a secret without the readers that do not stay; undefined where no statement is left. */
export function withoutReaders(
  document: PolicyDocument,
  stays: (reader: Reader) => boolean,
): PolicyDocument | undefined {
  return withStatements(document, (statement) => {
    const reader = pinnedReader("aws:PrincipalTag", statement.Condition);
    return reader && !stays(reader) ? undefined : statement;
  });
}

/** Changes what a document allows. What it denies stays. */
function withStatements(
  document: PolicyDocument,
  change: (statement: Statement) => Statement | undefined,
): PolicyDocument | undefined {
  const statements = [document.Statement].flat();
  const left = statements.flatMap((one) => (one.Effect === "Allow" ? (change(one) ?? []) : one));
  return left.length === 0 ? undefined : { ...document, Statement: left };
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

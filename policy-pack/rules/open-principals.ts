import type { ParsedStatement } from "iam-proof";
import { mayMean } from "iam-proof/grammar";
import { policiesOf } from "../policy-documents";
import { rule } from "../rule";
import { allowing, DECRYPT_ACTION, nameOf, pins, READS } from "../statements";

/** Keys of conditions each of which leaves principals of named accounts, roles or organizations. */
const NARROWING = [
  "aws:PrincipalArn",
  "aws:PrincipalAccount",
  "aws:PrincipalOrgID",
  "aws:PrincipalOrgPaths",
  "kms:CallerAccount",
];

const ASSUMING = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

export const openPrincipals = rule(
  "open-principals",
  "No policy lets everyone read a secret, use its key, or become a role.",
  (resource) => [
    ...open(allowing(policiesOf(resource, "resource", "key"), [...READS, DECRYPT_ACTION])).map(
      (statement) => `${nameOf(statement)} lets everyone read; name principals`,
    ),
    ...open(allowing(policiesOf(resource, "trust"), ASSUMING)).map(
      (statement) => `${nameOf(statement)} lets everyone become this role; name principals`,
    ),
  ],
);

function open(statements: ParsedStatement[]): ParsedStatement[] {
  return statements.filter(
    (statement) => admitsAnyone(statement) && !NARROWING.some((key) => pins(statement, key)),
  );
}

function admitsAnyone({ principal }: ParsedStatement): boolean {
  return mayMean(principal, ({ kind }) => kind === "any");
}

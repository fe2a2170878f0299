import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import type { ParsedStatement } from "iam-proof";
import { mayMean } from "iam-proof/grammar";
import { accountOf } from "iam-proof/names";
import { policiesOf, rule } from "../policy-documents";
import { allowing, DECRYPT_ACTION, nameOf, pins, READS } from "../statements";

/** Condition keys that limit a statement to principals of named accounts, roles or organizations. */
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

const SECRET = "aws:secretsmanager/secret:Secret";
const POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";

/** AWS refuses other accounts the use of the AWS managed key, whatever the policies say. */
export const ownKeyAcrossAccounts: StackValidationPolicy = {
  name: "own-key-across-accounts",
  description: "A secret that another account reads is encrypted by a customer managed key.",
  validateStack: ({ resources }, reportViolation) => {
    for (const secret of resources.filter(({ type }) => type === SECRET)) {
      if (hasOwnKey(secret)) continue;
      const policies = resources.filter((one) => one.type === POLICY && isOf(one, secret));
      const statements = [secret, ...policies].flatMap((one) =>
        allowing(policiesOf(one, "resource"), READS),
      );
      for (const statement of statements) {
        if (!letsInOthers(statement, accountOf(secret.props.arn))) continue;
        const says = `${nameOf(statement)} lets another account read, which cannot use the AWS managed key; set kmsKeyId`;
        reportViolation(says, secret.urn);
      }
    }
  },
};

function hasOwnKey({ props: { kmsKeyId } }: PolicyResource): boolean {
  return Boolean(kmsKeyId) && !/(^|[:/])alias\/aws\/secretsmanager$/.test(kmsKeyId);
}

function isOf(policy: PolicyResource, secret: PolicyResource): boolean {
  const sources = policy.propertyDependencies.secretArn ?? [];
  return (
    sources.some(({ urn }) => urn === secret.urn) || policy.props.secretArn === secret.props.arn
  );
}

function letsInOthers({ principal }: ParsedStatement, own: string | undefined): boolean {
  return mayMean(principal, (entry) => {
    if (entry.kind === "account" || entry.kind === "session") return entry.account !== own;
    if ("arn" in entry) return accountOf(entry.arn) !== own;
    return entry.kind === "any";
  });
}

export const wildcardReads = rule(
  "wildcard-reads",
  "An identity policy that lets somebody read names each secret, parameter and key.",
  (resource) =>
    allowing(policiesOf(resource, "identity"), [...READS, DECRYPT_ACTION]).flatMap((statement) => {
      const { negated, patterns = [] } = statement.resource ?? { negated: true };
      const wide = patterns.filter(({ tokens }) => tokens.some(({ kind }) => kind === "any"));
      if (negated) return [`${nameOf(statement)} lets its principal read all but what it names`];
      return wide.map(
        ({ text }) => `${nameOf(statement)} lets its principal read "${text}"; name each ARN`,
      );
    }),
);

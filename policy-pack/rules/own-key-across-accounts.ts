import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import type { ParsedStatement } from "iam-proof";
import { mayMean } from "iam-proof/grammar";
import { accountOf } from "iam-proof/names";
import { policiesOf } from "../policy-documents";
import { allowing, nameOf, READS } from "../statements";

const SECRET = "aws:secretsmanager/secret:Secret";
const POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";

/** Other accounts cannot use the AWS managed key: AWS refuses the read, whatever the policies say. */
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

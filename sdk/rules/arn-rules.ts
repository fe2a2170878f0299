import { accountOf, parseArn, partitionOf, regionOf } from "iam-proof/names";
import { clusterName, pathCharacter, regionName, roleName } from "./names";
import { type Path, type Problem, problemIf, shown } from "./problem";
import { type TextRule, textFlaw } from "./rule";

const account = "[0-9]{12}";

/** The part of an ARN that IAM's rules for paths and names make, e.g. `role/pods/web`. */
const path = `/(${pathCharacter}+/)?`;

/** With no wildcard, which `ArnEquals` and `Resource` would honour. `what` is what the ARN is of, as messages say it. */
function arnOf(what: string, service: string, resource: string, owner = account): TextRule {
  const place = service === "iam" ? "" : regionName;
  return {
    pattern: new RegExp(`^arn:aws(-[a-z]+)*:${service}:${place}:${owner}:${resource}$`),
    must: `the full ARN of ${what}, without wildcards`,
  };
}

/** What a pattern says of the whole text, as a part of another. */
const sourceOf = ({ pattern }: TextRule) => pattern.source.replace(/^\^|\$$/g, "");

export const clusterArn = arnOf("an EKS cluster", "eks", `cluster/${sourceOf(clusterName)}`);
/** Never an alias: policies match keys. */
export const keyArn = arnOf("a KMS key", "kms", "key/[A-Za-z0-9-]+");
export const parameterArn = arnOf(
  "a Systems Manager parameter",
  "ssm",
  "parameter/[A-Za-z0-9_./-]+",
);
/** With the six characters: a shorter ARN matches more secrets than one. */
export const secretArn = arnOf(
  "a secret, with its six random characters",
  "secretsmanager",
  "secret:[A-Za-z0-9/_+=.@!-]+-[A-Za-z0-9]{6}",
);
export const functionArn = arnOf(
  "a Lambda function",
  "lambda",
  "function:[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)?",
);
export const roleArn = arnOf("an IAM role", "iam", `role${path}${sourceOf(roleName)}`);
/** Of a cluster: the host and path of the issuer of its tokens. */
export const oidcProviderArn = arnOf(
  "an IAM OIDC provider",
  "iam",
  "oidc-provider/[A-Za-z0-9.-]+(/[A-Za-z0-9._-]+)*",
);
/** AWS's own policies have no account. */
export const policyArn = arnOf(
  "an IAM managed policy",
  "iam",
  `policy${path}[A-Za-z0-9_+=,.@-]{1,128}`,
  `(${account}|aws)`,
);
const roleOrUser = `(role|user)${path}${sourceOf(roleName)}`;
/** Not the root of an account, whose rights the proof assumes and does not grant. */
export const administratorArn = arnOf("an IAM role or user", "iam", roleOrUser);
/** Who may become a role: everyone of an account, a role, a user, or a service of AWS. */
export const roleMaker: TextRule = {
  pattern: new RegExp(
    `^(${account}|arn:aws(-[a-z]+)*:iam::${account}:${roleOrUser}|[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com(\\.cn)?)$`,
  ),
  must: "an account id of 12 digits, the full ARN of an IAM role or user, or the name of a service such as ec2.amazonaws.com",
};
export const identityProvider: TextRule = {
  pattern: new RegExp(
    `^(arn:aws(-[a-z]+)*:iam::${account}:(saml|oidc)-provider/[A-Za-z0-9._:/-]+|[a-z0-9-]+(\\.[a-z0-9-]+)+)$`,
  ),
  must: "the ARN of a SAML or OIDC provider, or the host name of one that AWS knows",
};
/** It is compared with, and reaches no policy. */
export const providerSubject: TextRule = {
  pattern: /^[^\s\p{Cc}](.*[^\s\p{Cc}])?$/u,
  must: "a subject as the provider says it, with the wildcards * and ?",
};
export const principalArn = arnOf(
  "an IAM role, user or account root",
  "iam",
  `(${roleOrUser}|root)`,
);

/** The problem with the ARN at `path`, whose partition must be that of its own region, too. `further` is asked of an ARN that fits. */
export function arnProblems(
  at: Path,
  arn: string | undefined,
  rule: TextRule,
  further?: (arn: string) => string | undefined,
): Problem[] {
  if (arn === undefined) return [];
  return problemIf(at, textFlaw(rule, arn) ?? ownRegionFlaw(arn) ?? further?.(arn));
}

/** What is wrong with an ARN of another partition than that of its own region, if it has one. */
export function ownRegionFlaw(arn: string): string | undefined {
  const region = regionOf(arn);
  return region ? partitionFlaw(arn, partitionOf(region), `region ${region}`) : undefined;
}

/** What is wrong with an ARN of another partition than that of `whose`. */
export function partitionFlaw(arn: string, partition: string, whose: string): string | undefined {
  if (parseArn(arn)?.partition === partition) return undefined;
  return `must be of partition ${partition}, as ${whose} is, got ${shown(arn)}`;
}

/** What is wrong with an ARN of another account than `account`, if that is known. Messages say `whose` after it. */
export function accountFlaw(
  arn: string,
  account: string | undefined,
  whose: string,
): string | undefined {
  if (account === undefined || accountOf(arn) === account) return undefined;
  return `must be of account ${account}${whose}, got ${shown(arn)}`;
}

/** What is wrong with a key or function of another region than what it serves: no service calls another across regions. */
export function regionFlaw(
  arn: string,
  region: string | undefined,
  kind: "key" | "function",
  whose: string,
): string | undefined {
  if (region === undefined || regionOf(arn) === region) return undefined;
  return `must be a ${kind} of ${region}, the ${whose}'s region, got ${shown(arn)}`;
}

/** What is wrong with a permissions boundary: IAM takes AWS's own policies and those of the role's account. */
export function boundaryFlaw(
  arn: string,
  account: string | undefined,
  whose = ", the role's own",
): string | undefined {
  if (account === undefined || ["aws", account].includes(accountOf(arn) ?? "")) return undefined;
  return `must be a policy of AWS or of account ${account}${whose}, got ${shown(arn)}`;
}

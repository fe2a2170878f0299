import { accountOf, parseArn, partitionOf, regionOf } from "iam-proof/names";
import { clusterName, pathCharacter, regionName, roleName } from "./names";
import { type Path, type Problem, problemIf, shown } from "./problem";
import { type TextRule, textFlaw } from "./rule";

const account = "[0-9]{12}";

/** The part of an ARN that follows IAM's rules for paths and names, such as `role/pods/web`. */
const path = `/(${pathCharacter}+/)?`;

/** A rule for an ARN without wildcards, which `ArnEquals` and `Resource` would honour. `what`: what the ARN is of, for messages. */
function arnOf(what: string, service: string, resource: string, owner = account): TextRule {
  const place = service === "iam" ? "" : regionName;
  return {
    pattern: new RegExp(`^arn:aws(-[a-z]+)*:${service}:${place}:${owner}:${resource}$`),
    must: `the full ARN of ${what}, without wildcards`,
  };
}

/** A rule's pattern without its anchors, to use as part of another pattern. */
const sourceOf = ({ pattern }: TextRule) => pattern.source.replace(/^\^|\$$/g, "");

export const clusterArn = arnOf("an EKS cluster", "eks", `cluster/${sourceOf(clusterName)}`);
/** A key's ARN, never an alias: policies match keys. */
export const keyArn = arnOf("a KMS key", "kms", "key/[A-Za-z0-9-]+");
export const parameterArn = arnOf(
  "a Systems Manager parameter",
  "ssm",
  "parameter/[A-Za-z0-9_./-]+",
);
/** A full secret ARN with its six characters: a shorter one matches more than one secret. */
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
/** A cluster's OIDC provider, which contains the host and path of its token issuer. */
export const oidcProviderArn = arnOf(
  "an IAM OIDC provider",
  "iam",
  "oidc-provider/[A-Za-z0-9.-]+(/[A-Za-z0-9._-]+)*",
);
/** A managed policy. AWS's own have no account. */
export const policyArn = arnOf(
  "an IAM managed policy",
  "iam",
  `policy${path}[A-Za-z0-9_+=,.@-]{1,128}`,
  `(${account}|aws)`,
);
const roleOrUser = `(role|user)${path}${sourceOf(roleName)}`;
/** An administrator, but not an account's root: the proof assumes its rights and does not grant them. */
export const administratorArn = arnOf("an IAM role or user", "iam", roleOrUser);
/** Who may assume a role: everyone in an account, a role, a user, or an AWS service. */
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
/** A provider's subject. It is only compared and never written into a policy. */
export const providerSubject: TextRule = {
  pattern: /^[^\s\p{Cc}](.*[^\s\p{Cc}])?$/u,
  must: "a subject as the provider says it, with the wildcards * and ?",
};
export const principalArn = arnOf(
  "an IAM role, user or account root",
  "iam",
  `(${roleOrUser}|root)`,
);

/** Problems with the ARN at `path`. Its partition must also be that of its region. `further` checks an ARN that fits. */
export function arnProblems(
  at: Path,
  arn: string | undefined,
  rule: TextRule,
  further?: (arn: string) => string | undefined,
): Problem[] {
  if (arn === undefined) return [];
  return problemIf(at, textFlaw(rule, arn) ?? ownRegionFlaw(arn) ?? further?.(arn));
}

/** The flaw of an ARN whose partition is not that of its region; undefined if there is none. */
export function ownRegionFlaw(arn: string): string | undefined {
  const region = regionOf(arn);
  return region ? partitionFlaw(arn, partitionOf(region), `region ${region}`) : undefined;
}

/** The flaw of an ARN whose partition is not that of `whose`. */
export function partitionFlaw(arn: string, partition: string, whose: string): string | undefined {
  if (parseArn(arn)?.partition === partition) return undefined;
  return `must be of partition ${partition}, as ${whose} is, got ${shown(arn)}`;
}

/** The flaw of an ARN in another account than `account`, if that is known. In messages, `whose` follows it. */
export function accountFlaw(
  arn: string,
  account: string | undefined,
  whose: string,
): string | undefined {
  if (account === undefined || accountOf(arn) === account) return undefined;
  return `must be of account ${account}${whose}, got ${shown(arn)}`;
}

/** The flaw of a key or function in another region than what it serves: no service calls across regions. */
export function regionFlaw(
  arn: string,
  region: string | undefined,
  kind: "key" | "function",
  whose: string,
): string | undefined {
  if (region === undefined || regionOf(arn) === region) return undefined;
  return `must be a ${kind} of ${region}, the ${whose}'s region, got ${shown(arn)}`;
}

/** The flaw of a permissions boundary: IAM accepts AWS's own policies and those of the role's account. */
export function boundaryFlaw(
  arn: string,
  account: string | undefined,
  whose = ", the role's own",
): string | undefined {
  if (account === undefined || ["aws", account].includes(accountOf(arn) ?? "")) return undefined;
  return `must be a policy of AWS or of account ${account}${whose}, got ${shown(arn)}`;
}

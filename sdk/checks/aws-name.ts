import { type Arn, parseArn } from "../rules/arn";
import { regionPattern } from "../rules/partition";
import { mustBe, type Problem } from "../rules/problem";

export interface ArnRule {
  /** What the ARN is of, as messages say it, e.g. `an IAM role`. */
  of: string;
  service: string;
  /** The part after the account. */
  resource: RegExp;
}

export const clusterRule: ArnRule = {
  of: "an EKS cluster",
  service: "eks",
  resource: /^cluster\/[0-9A-Za-z][-_0-9A-Za-z]{0,99}$/,
};
/** A key and never an alias: policies match keys. */
export const keyRule: ArnRule = {
  of: "a KMS key",
  service: "kms",
  resource: /^key\/[-0-9A-Za-z]+$/,
};
export const parameterRule: ArnRule = {
  of: "a Systems Manager parameter",
  service: "ssm",
  resource: /^parameter\/.+$/,
};
export const policyRule: ArnRule = {
  of: "an IAM managed policy",
  service: "iam",
  resource: /^policy\/.+$/,
};
export const roleRule: ArnRule = { of: "an IAM role", service: "iam", resource: /^role\/.+$/ };
export const functionRule: ArnRule = {
  of: "a Lambda function",
  service: "lambda",
  resource: /^function:.+$/,
};
/** With the six characters: a shorter ARN matches more secrets than one. */
export const secretRule: ArnRule = {
  of: "a secret, with its six random characters",
  service: "secretsmanager",
  resource: /^secret:.+-[0-9A-Za-z]{6}$/,
};

/** An ARN other than the rule's, or with wildcards, which `ArnEquals` and `Resource` would honour. */
export function arnProblems(
  propertyPath: string,
  value: string | undefined,
  { of, resource, service }: ArnRule,
): Problem[] {
  if (value === undefined) return [];
  const arn = parseArn(value);
  const fits =
    arn?.service === service &&
    isPlace(arn) &&
    resource.test(arn.resource) &&
    !/[*?\s$]/.test(value);
  return fits ? [] : [mustBe(propertyPath, `the full ARN of ${of}, without wildcards`, value)];
}

/** IAM has no regions, and AWS's own policies no account. */
function isPlace({ account, partition, region, service }: Arn): boolean {
  return (
    /^aws(-[a-z]+)*$/.test(partition) &&
    (service === "iam" ? region === "" : regionPattern.test(region)) &&
    (/^\d{12}$/.test(account) || (service === "iam" && account === "aws"))
  );
}

export function eachArnProblems(
  propertyPath: string,
  values: readonly (string | undefined)[] | undefined,
  rule: ArnRule,
): Problem[] {
  return (values ?? []).flatMap((value, index) =>
    arnProblems(`${propertyPath}[${index}]`, value, rule),
  );
}

/** ARNs of secrets of which one must stand in the encryption context: without any, nothing could be decrypted. */
export function contextProblems(
  propertyPath: string,
  arns: readonly (string | undefined)[] | undefined,
): Problem[] {
  if (arns?.length === 0) return [mustBe(propertyPath, "at least one ARN", arns)];
  return eachArnProblems(propertyPath, arns, secretRule);
}

/** Services decrypt with keys of their own region alone. `whose` is what is encrypted, as messages say it. */
export function keyRegionProblems(
  propertyPath: string,
  keyArn: string | undefined,
  region: string | undefined,
  whose: string,
): Problem[] {
  if (keyArn === undefined || region === undefined || parseArn(keyArn)?.region === region)
    return [];
  return [mustBe(propertyPath, `a key of ${region}, the ${whose}'s region`, keyArn)];
}

/** A pod becomes roles of its cluster's account alone. */
export function ownRoleProblems(
  propertyPath: string,
  roleArn: string | undefined,
  clusterArn: string | undefined,
): Problem[] {
  const account = clusterArn && parseArn(clusterArn)?.account;
  if (!account || roleArn === undefined || parseArn(roleArn)?.account === account) return [];
  return [mustBe(propertyPath, `a role of the cluster's account ${account}`, roleArn)];
}

export function roleNameProblems(propertyPath: string, name: string | undefined): Problem[] {
  if (name === undefined || /^[\w+=,.@-]{1,64}$/.test(name)) return [];
  return [mustBe(propertyPath, "1 to 64 letters, digits and _+=,.@-", name)];
}

export function rolePathProblems(propertyPath: string, path: string | undefined): Problem[] {
  if (path === undefined || (/^\/([!-~]*\/)?$/.test(path) && !/[*?]/.test(path))) return [];
  return [mustBe(propertyPath, "a path that begins and ends with /", path)];
}

export function organizationProblems(propertyPath: string, id: string | undefined): Problem[] {
  if (id === undefined || /^o-[a-z0-9]{10,32}$/.test(id)) return [];
  return [mustBe(propertyPath, "an AWS Organizations id such as o-exampleorg", id)];
}

/** A whole number of days between two bounds. */
export function daysProblems(
  propertyPath: string,
  days: number | undefined,
  least: number,
  most: number,
): Problem[] {
  if (days === undefined) return [];
  if (Number.isInteger(days) && days >= least && days <= most) return [];
  return [mustBe(propertyPath, `${least} to ${most}`, days)];
}

/** A permissions boundary is AWS's own policy or one of the role's account: IAM takes no other. */
export function boundaryProblems(
  propertyPath: string,
  value: string | undefined,
  account: string | undefined,
): Problem[] {
  const problems = arnProblems(propertyPath, value, policyRule);
  if (problems.length > 0 || value === undefined || account === undefined) return problems;
  const owner = parseArn(value)?.account;
  if (owner === "aws" || owner === account) return [];
  return [mustBe(propertyPath, `a policy of AWS or of account ${account}, the role's own`, value)];
}

import { formatArn, partitionOf } from "iam-proof/names";

/** Where a resource lives: its AWS account id and its region. */
export interface Location {
  account: string;
  region: string;
}

/** The ARN of an IAM role. `path` begins and ends with `/`; `/` is IAM's own default. */
export function roleArn(partition: string, account: string, path: string, name: string): string {
  return formatArn({
    partition,
    service: "iam",
    region: "",
    account,
    resource: `role${path}${name}`,
  });
}

/** The ARN of an EKS cluster. */
export function clusterArn(at: Location, name: string): string {
  return regional("eks", at, `cluster/${name}`);
}

/** The ARN of a secret. `suffix` is the six characters that Secrets Manager assigned at its creation. */
export function secretArn(at: Location, name: string, suffix: string): string {
  return regional("secretsmanager", at, `secret:${name}-${suffix}`);
}

/** The ARN of a KMS key. */
export function keyArn(at: Location, keyId: string): string {
  return regional("kms", at, `key/${keyId}`);
}

/** The ARN of a KMS alias, whose name is given without `alias/`. Policies match keys, not aliases. */
export function aliasArn(at: Location, name: string): string {
  return regional("kms", at, `alias/${name}`);
}

/** The ARN of a Systems Manager parameter. A hierarchical name's leading slash is not doubled. */
export function parameterArn(at: Location, name: string): string {
  return regional("ssm", at, `parameter${name.startsWith("/") ? "" : "/"}${name}`);
}

function regional(service: string, { account, region }: Location, resource: string): string {
  return formatArn({ partition: partitionOf(region), service, region, account, resource });
}

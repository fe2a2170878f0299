import { parseArn } from "iam-proof/names";
import type { ResolvedGrant, ResolvedReader, ResolvedSecret } from "./landing-zone";

/** Whether an ARN is that of the grant's parameter, of its secret in any region, or of the secret that this one replaces. */
export function isOfGrant(arn: string, { kind, target }: ResolvedGrant): boolean {
  if (kind === "parameter") return target.arn === arn;
  const names = namesInArn(arn);
  return namesOfSecret(target).some((name) => names.includes(name));
}

/** The region in which a reader reads, and its failover region. */
export function regionsOf({
  failoverRegion,
  region,
}: Pick<ResolvedReader, "failoverRegion" | "region">): string[] {
  return [region, failoverRegion].flatMap((one) => one ?? []);
}

/** The account and name in the ARN of a secret, and of the secret that it replaces. */
export function namesOfSecret({
  account,
  existingArn,
  former,
  name,
}: Pick<ResolvedSecret, "account" | "existingArn" | "former" | "name">): string[] {
  if (existingArn) return namesInArn(existingArn).slice(0, 1);
  return [{ account, name }, ...(former ? [former] : [])].map(
    (one) => `${one.account.id} secret:${one.name}`,
  );
}

/** The account and name in an ARN, with and without the six characters that AWS adds to a secret's name. */
export function namesInArn(arn: string): string[] {
  const { account, resource } = parseArn(arn) ?? {};
  if (resource === undefined) return [];
  return [resource, resource.replace(/-[A-Za-z0-9]{6}$/, "")].map((one) => `${account} ${one}`);
}

/**
 * Whether an object of a reader's SecretProviderClass is this secret, or the one that it replaces. Secrets of the reader's account
 * are named by name, others by ARN.
 */
export function isObjectOf(
  objectName: string,
  { account, existingArn, former, name }: Parameters<typeof namesOfSecret>[0],
  { cluster }: Pick<ResolvedReader, "cluster">,
): boolean {
  if (objectName.startsWith("arn:")) {
    const names = namesInArn(objectName);
    return namesOfSecret({ account, existingArn, former, name }).some((one) => names.includes(one));
  }
  return [{ account, name }, former].some(
    (one) => one?.name === objectName && one.account.id === cluster.account.id,
  );
}

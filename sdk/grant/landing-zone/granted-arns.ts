import { parseArn } from "iam-proof/names";
import type { ResolvedGrant, ResolvedReader, ResolvedSecret } from "./landing-zone";

/** Whether an ARN is of a grant's parameter; or of its secret, in whatever region, or of the one whose place that takes. */
export function isOfGrant(arn: string, { kind, target }: ResolvedGrant): boolean {
  if (kind === "parameter") return target.arn === arn;
  const names = namesInArn(arn);
  return namesOfSecret(target).some((name) => names.includes(name));
}

/** What an ARN of a secret, or of the one whose place it takes, says of it: account and name. */
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

/** The same of an ARN: with the six characters that AWS adds to a secret's name, and without. */
export function namesInArn(arn: string): string[] {
  const { account, resource } = parseArn(arn) ?? {};
  if (resource === undefined) return [];
  return [resource, resource.replace(/-[A-Za-z0-9]{6}$/, "")].map((one) => `${account} ${one}`);
}

/** Whether an object of a reader's class is a secret, or the one whose place it takes: its own account's go by name, others by ARN. */
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

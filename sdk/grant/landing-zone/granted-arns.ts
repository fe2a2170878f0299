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

/** The ARN that an object of a reader's class names, without its suffix where that is a secret's: one of its own account by the name. */
export function secretOfObject(
  { cluster: { account }, region }: Pick<ResolvedReader, "cluster" | "region">,
  objectName: string,
): string {
  if (objectName.startsWith("arn:")) return objectName;
  return `arn:${account.partition}:secretsmanager:${region}:${account.id}:secret:${objectName}`;
}

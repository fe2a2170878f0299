import { parseArn, type ResolvedAccount, type ResolvedSecret } from "../sdk/grant";
import type { DeployedSecret } from "./deployed-values";

/** A secret that its stack holds, and that the next deployment of the stack deletes. */
export interface SecretRemoval extends DeployedSecret {
  /** The inventory has it no more, or gives it another name or place, where a new one is made without its value. */
  why: string;
}

/** What deploying these secrets of an account's stack deletes of those that it holds. */
export function secretRemovals(
  deployed: readonly DeployedSecret[],
  account: ResolvedAccount,
  secrets: readonly ResolvedSecret[],
): SecretRemoval[] {
  const declared = new Map(secrets.map((secret) => [secret.id, secret]));
  const named = new Set(secrets.map(({ existingArn }) => existingArn));
  return deployed.flatMap(({ arn, id }) => {
    // One that is said to exist is refused, whoever confirms it.
    if (named.has(arn)) return [];
    const now = declared.get(id);
    const why = now ? placeChange(arn, now, account) : "the inventory has it no more";
    return why === undefined ? [] : [{ id, arn, why }];
  });
}

/** How the place of a secret differs from that of the one which the stack holds. */
function placeChange(
  arn: string,
  { existingArn, name, region }: ResolvedSecret,
  { id: account }: ResolvedAccount,
): string | undefined {
  if (existingArn !== undefined) return "the inventory says that another one exists";
  const was = secretPlace(arn);
  const changes = [
    ...(was.account === account ? [] : [`account ${account} instead of ${was.account}`]),
    ...(was.region === region ? [] : [`region ${region} instead of ${was.region}`]),
    ...(was.name === name ? [] : [`name ${name} instead of ${was.name}`]),
  ];
  if (changes.length === 0) return undefined;
  return `the inventory gives it ${changes.join(", ")}, where a new one is made without the value`;
}

/** Where the secret of an ARN is, and what Secrets Manager calls it. */
export function secretPlace(arn: string): { account: string; region: string; name: string } {
  const { account = "", region = "", resource = "" } = parseArn(arn) ?? {};
  return { account, region, name: resource.replace(/^secret:/, "").slice(0, -7) };
}

/** How a program refuses it: it cannot ask whether there is a value. */
export function unconfirmedRemoval(
  { id, why }: SecretRemoval,
  wayToKeep: string | undefined,
): string {
  const keep = wayToKeep === undefined ? "" : `; ${wayToKeep}`;
  return `secret ${id} would be deleted, with the value that it may have: ${why}${keep}; to delete it, run eks-pod-secrets up, which asks, or set EKS_POD_SECRETS_YES_REMOVE=${id}`;
}

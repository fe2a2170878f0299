import type { AccessDocuments } from "eks-pod-secrets/access";
import { type ResolvedKey, type ResolvedSecret, secretArn } from "eks-pod-secrets/grant";
import { type AssignedArns, secretArnIn } from "eks-pod-secrets/policy";

/**
 * The ARNs of an inventory's secrets and keys in the documents, or those of `otherwise`. If the inventory has split a key, it is
 * one of the resulting keys.
 */
export function arnsIn(documents: AccessDocuments, otherwise: AssignedArns): AssignedArns {
  const secrets = new Map(
    (documents.secrets ?? []).map((secret) => [secret.arn.replace(/.{6}$/, ""), secret]),
  );
  const parameters = new Map((documents.parameters ?? []).map((one) => [one.arn, one]));
  const found = ({ account, name, region }: ResolvedSecret) =>
    secrets.get(secretArn({ account: account.id, region }, name, ""));
  const arnOf = (secret: ResolvedSecret) => found(secret)?.arn ?? otherwise.secretArn(secret);
  const usedFor = (key: ResolvedKey): string | undefined => {
    for (const secret of key.secrets) {
      const arn = secretArnIn(key.region, arnOf(secret));
      const used = secrets.get(arn.replace(/.{6}$/, ""))?.key;
      if (used) return used;
    }
    for (const { arn } of key.parameters) {
      const used = parameters.get(arn)?.key;
      if (used) return used;
    }
    return undefined;
  };
  const keyArns = new Map<string, string>();
  const taken = new Set<string>();
  const keyOf = (key: ResolvedKey): string => {
    const used = usedFor(key);
    const arn = used === undefined || taken.has(used) ? otherwise.keyArn(key) : used;
    taken.add(arn);
    keyArns.set(key.id, arn);
    return arn;
  };
  return {
    ...otherwise,
    secretArn: arnOf,
    keyArn: (key) => keyArns.get(key.id) ?? keyOf(key),
  };
}

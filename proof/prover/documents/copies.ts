import { grouped } from "../../collections/maps";
import type { SecretDocuments } from "../../domain/documents";
import { parseArn } from "../../names/arn";

/** Tells the copies of a secret, itself first: those that it or another copy lists, and those of its ARN in other regions. */
export function copiesIn(secrets: SecretDocuments[]): (arn: string) => string[] {
  const parents = new Map<string, string>();
  const rootOf = (key: string): string => {
    const parent = parents.get(key);
    return parent === undefined ? key : rootOf(parent);
  };
  for (const { arn, copies } of secrets) {
    for (const copy of copies ?? []) {
      const [own, other] = [arn, copy].map((one) => rootOf(resourceKey(one))) as [string, string];
      if (own !== other) parents.set(other, own);
    }
  }
  const groupOf = (arn: string) => rootOf(resourceKey(arn));
  const groups = grouped(
    secrets.map(({ arn }) => arn),
    (arn) => [groupOf(arn)],
  );
  return (arn) => [...new Set([arn, ...(groups.get(groupOf(arn)) ?? [])])];
}

/** The same for a secret and its replicas, which have the account, name and random characters of their primary. */
export function resourceKey(arn: string): string {
  const { account, partition, resource } = parseArn(arn) ?? {};
  return [partition, account, resource].join(":");
}

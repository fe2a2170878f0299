import { partitionOf } from "iam-proof/names";
import { accountFlaw, ownRegionFlaw, partitionFlaw } from "../../../rules/arn-rules";
import { type Path, type Report, shown } from "../../../rules/problem";
import type { ResolvedAccount } from "../../landing-zone/landing-zone";

/** Reports each value that is claimed twice. Values are compared exactly as given. */
export function uniqueness(report: Report) {
  const owners = new Map<string, string>();
  return (value: string, owner: string, path: Path, says: (first: string) => string): void => {
    const first = owners.get(value);
    if (first === undefined) owners.set(value, owner);
    else report(path, says(first));
  };
}

/** Reports a region outside the account's partition. */
export function ownRegion(
  region: string,
  { partition }: ResolvedAccount,
  path: Path,
  report: Report,
  key = "region",
): void {
  if (partitionOf(region) === partition) return;
  report([...path, key], `must be a region of partition ${partition}, got ${shown(region)}`);
}

/** Reports an ARN of another account, or of another partition than the account's. */
export function ownArn(arn: string, account: ResolvedAccount, path: Path, report: Report): void {
  const says = accountFlaw(arn, account.id, ` (${account.name})`) ?? foreignPartition(arn, account);
  report(path, says);
}

/** What is wrong with an ARN of another partition than that of the account and of its own region. */
export function foreignPartition(
  arn: string,
  { id, name, partition }: ResolvedAccount,
): string | undefined {
  return ownRegionFlaw(arn) ?? partitionFlaw(arn, partition, `account ${id} (${name})`);
}

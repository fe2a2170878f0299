import { partitionOf } from "../../../rules/partition";
import { shown } from "../../../rules/wording";
import type { ResolvedAccount } from "../../landing-zone";
import type { Path, Report } from "../problem";

/** Reports each value of `claims` that is claimed twice. Values are compared as given. */
export function uniqueness(report: Report) {
  const owners = new Map<string, string>();
  return (value: string, owner: string, path: Path, says: (first: string) => string): void => {
    const first = owners.get(value);
    if (first === undefined) owners.set(value, owner);
    else report(path, says(first));
  };
}

/** Reports a region that the account, which is of one partition, cannot have. */
export function ownRegion(
  region: string,
  { partition }: ResolvedAccount,
  path: Path,
  report: Report,
): void {
  if (partitionOf(region) === partition) return;
  report([...path, "region"], `must be a region of partition ${partition}, got ${shown(region)}`);
}

/** Reports an ARN of another account than the one it belongs to. */
export function sameAccount(
  arnAccount: string,
  account: ResolvedAccount,
  arn: string,
  path: Path,
  report: Report,
): void {
  if (arnAccount === account.id) return;
  report(path, `must be of account ${account.id} (${account.name}), got ${shown(arn)}`);
}

import { parseArn } from "iam-proof/names";
import type { ResolvedAccount } from "../../landing-zone/landing-zone";

/** The account of an ARN: that of the inventory where it has it, else one that is known by its id alone. */
export function accountOfArn(
  arn: string,
  accounts: ReadonlyMap<string, ResolvedAccount>,
): ResolvedAccount {
  const { account: id = "", partition = "", region = "" } = parseArn(arn) ?? {};
  const known = [...accounts.values()].find((account) => account.id === id);
  return known ?? { name: id, id, region, partition, administrators: [] };
}

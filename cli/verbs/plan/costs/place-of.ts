import type { ResolvedSecret } from "../../../../sdk/grant";

/** Where a secret or parameter is at AWS: account, region and name, which only one can have. */
export function placeOf({
  account,
  name,
  region,
}: Pick<ResolvedSecret, "account" | "name" | "region">): string {
  return `${account.id} ${region} ${name}`;
}

import { type Report, shown } from "../../../rules/problem";
import type { ResolvedAccount, ResolvedParameter } from "../../landing-zone/landing-zone";
import { parameterArn } from "../../landing-zone/names";
import type { Inventory } from "../schema/inventory";
import { withParameterDefaults } from "./inherited";
import type { KeyRing } from "./keys";
import { ownRegion, uniqueness } from "./references";

/** Parameters by their names in the inventory. */
export function resolveParameters(
  inventory: Inventory,
  accounts: ReadonlyMap<string, ResolvedAccount>,
  ring: KeyRing,
  report: Report,
): Map<string, ResolvedParameter> {
  const unique = uniqueness(report);
  const parameters = new Map<string, ResolvedParameter>();
  for (const [id, own] of Object.entries(inventory.parameters ?? {})) {
    const path = ["parameters", id];
    const entry = withParameterDefaults(inventory, own);
    if (entry.account === undefined) {
      report([...path, "account"], "is required, here or in defaults.parameters");
      continue;
    }
    const account = accounts.get(entry.account);
    if (!account) continue;
    const { name = id, region = account.region, secure = true, tags = {} } = entry;
    ownRegion(region, account, path, report);
    const arn = parameterArn({ account: account.id, region }, name);
    unique(
      arn,
      id,
      path,
      (first) =>
        `must be its own parameter, got ${shown(name)} in ${region} of ${account.name}, which ${first} is too; set name or region`,
    );
    if (!secure && entry.key !== undefined) {
      report(
        [...path, "key"],
        "must be left out, or secure be true: only a SecureString is encrypted",
      );
    }
    const key = ring.key(entry.key, account, region, [...path, "key"], "parameter");
    const parameter = { id, name, account, region, arn, secure, key, tags, grants: [] };
    key?.parameters.push(parameter);
    parameters.set(id, parameter);
  }
  return parameters;
}

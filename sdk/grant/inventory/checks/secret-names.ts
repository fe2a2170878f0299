import type { Report } from "../../../rules/problem";
import { shown } from "../../../rules/wording";
import type { Inventory } from "../schema/inventory";

/** Warns of a name that AWS tools may misread, of a secret that is to be created. */
export function checkSecretNames({ secrets = {} }: Inventory, report: Report): void {
  for (const [id, { arn, existing, name = id }] of Object.entries(secrets)) {
    if (existing || arn !== undefined || !/-[A-Za-z0-9]{6}$/.test(name)) continue;
    report(
      ["secrets", id],
      `should not end in a hyphen and six characters, got ${shown(name)}; AWS tools may take the ending for an ARN's random suffix`,
      "warning",
    );
  }
}

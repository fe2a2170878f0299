import type { Path, Report } from "../../../rules/problem";
import { unknownRegion } from "../../../rules/region";
import { shown } from "../../../rules/wording";
import type { ResolvedSecret } from "../../landing-zone/landing-zone";
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

/** Warns of a secret that is to be created whose rotation nobody has named. */
export function checkRotationRoles(secrets: Iterable<ResolvedSecret>, report: Report): void {
  for (const { existingArn, id, rotation, sealed } of secrets) {
    if (existingArn !== undefined || !rotation?.schedule || rotation.roleArn !== undefined)
      continue;
    report(["secrets", id, "rotation", "roleArn"], missingRole(sealed), "warning");
  }
}

function missingRole(sealed: boolean): string {
  return sealed
    ? "should be given: a sealed secret is closed to a rotation role that it does not know"
    : "should be given: without it nobody can prove that no other role reads the secret";
}

/** Keys whose values are the user's own words, among which `region` means nothing. */
const OWN_WORDS = ["data", "extraPolicyStatements", "tags"];

/** Warns of each region that AWS is not known to have, where it is written. */
export function checkRegions(inventory: Inventory, report: Report): void {
  const visit = (value: unknown, path: Path): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      if (typeof inner === "string" && /^(region|failoverRegion)$/.test(key)) {
        report(at, unknownRegion(inner), "warning");
      } else if (!OWN_WORDS.includes(key)) visit(inner, at);
    }
  };
  visit(inventory, []);
}

import type { Report } from "../../../rules/problem";
import type { ResolvedSecret } from "../../landing-zone/landing-zone";

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

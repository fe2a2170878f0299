import { OWN_POLICY_NAME } from "../../../defaults";
import { boundaryFlaw } from "../../../rules/arn-rules";
import { type Path, type Report, shown } from "../../../rules/problem";
import type { KeptPolicy, ResolvedReader } from "../../landing-zone/landing-zone";
import type { ReaderEntry } from "../schema/reader";
import { foreignPartition, uniqueness } from "./references";

/** Reports keys that cannot be combined with a role that exists, and keys that require one. */
export function checkExistingRole(
  { entry, path, reader }: { entry: ReaderEntry; path: Path; reader: ResolvedReader },
  report: Report,
): void {
  const { keptPolicies = [], role, roleName } = entry;
  if (role && roleName === undefined) {
    report([...path, "roleName"], "is required with role: existing");
  }
  if (!role && entry.keptPolicies) {
    const says = `must be left out without role: existing, got ${keptPolicies.length} of them: a role that is made has no others`;
    report([...path, "keptPolicies"], says);
  }
  const { account } = reader.cluster;
  const unique = uniqueness(report);
  for (const [index, { arn, name }] of keptPolicies.entries()) {
    const at: Path = [...path, "keptPolicies", index];
    if ((arn === undefined) === (name === undefined)) {
      const got = arn === undefined ? "neither" : "both";
      report(at, `must have either name or arn, got ${got}`);
      continue;
    }
    unique(
      arn ?? `${name}`,
      "keptPolicies",
      at,
      () => `must stand here once, got ${shown(arn ?? name)} twice`,
    );
    if (name === OWN_POLICY_NAME) {
      report(
        [...at, "name"],
        `must be another than that of this package's own policy, got ${shown(name)}`,
      );
    }
    if (arn !== undefined) {
      const whose = ` (${account.name})`;
      report(
        [...at, "arn"],
        boundaryFlaw(arn, account.id, whose) ?? foreignPartition(arn, account),
      );
    }
  }
}

/** The settings of a role that exists, from the reader's entry. */
export function existingRole({ keptPolicies = [], role }: ReaderEntry): {
  hasExistingRole?: true;
  keptPolicies?: KeptPolicy[];
} {
  if (!role) return {};
  const kept = keptPolicies.map(({ arn, document, name }) => ({ arn, name, file: document }));
  return { hasExistingRole: true, ...(kept.length > 0 && { keptPolicies: kept }) };
}

import type { Path, Report } from "../../../rules/problem";
import { shown } from "../../../rules/wording";
import type { ResolvedRole } from "../../landing-zone/landing-zone";
import type { ReaderDraft } from "../resolve/readers";
import { uniqueness } from "../resolve/references";

/** Role names are unique in an account, whatever their path and case. */
export function checkRoles(drafts: readonly ReaderDraft[], report: Report): void {
  const unique = uniqueness(report);
  const claim = ({ account, name }: ResolvedRole, reader: string, path: Path) => {
    unique(
      `${account.id}/${name.toLowerCase()}`,
      reader,
      path,
      (first) =>
        `must be unique in account ${account.id} (${account.name}), got ${shown(name)}, which ${first} has too`,
    );
  };
  for (const { path, reader } of drafts) {
    claim(reader.role, reader.id, [...path, "roleName"]);
    if (reader.targetRole) claim(reader.targetRole, reader.id, [...path, "targetRoleName"]);
  }
}

import { getOrMake } from "iam-proof/collections";
import { isBuiltInNamespace } from "../../../rules/kubernetes";
import type { Path, Report } from "../../../rules/problem";
import { shown, suggestion } from "../../../rules/wording";
import type {
  ResolvedCluster,
  ResolvedRole,
  ResolvedSecret,
} from "../../landing-zone/landing-zone";
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

/** Reports each namespace to create that no reader needs, or that every cluster has. */
export function checkNamespaces(
  clusters: Iterable<ResolvedCluster>,
  drafts: readonly ReaderDraft[],
  report: Report,
): void {
  const needed = new Map<ResolvedCluster, Set<string>>();
  for (const { reader } of drafts) {
    getOrMake(needed, reader.cluster, () => new Set()).add(reader.namespace);
  }
  for (const cluster of clusters) {
    const { createNamespaces, id } = cluster;
    if (!Array.isArray(createNamespaces)) continue;
    const own = needed.get(cluster) ?? new Set();
    for (const [index, name] of createNamespaces.entries()) {
      report(["clusters", id, "createNamespaces", index], namespaceFlaw(name, own));
    }
  }
}

function namespaceFlaw(name: string, own: ReadonlySet<string>): string | undefined {
  if (isBuiltInNamespace(name))
    return `must be left out, got ${shown(name)}, which every cluster has`;
  if (own.has(name)) return undefined;
  return `must be the namespace of a reader of this cluster, got ${shown(name)}${suggestion(name, own)}`;
}

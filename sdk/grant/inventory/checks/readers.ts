import { getOrMake } from "iam-proof/collections";
import { isBuiltInNamespace } from "../../../rules/kubernetes";
import { type Path, type Report, shown, suggestion } from "../../../rules/problem";
import type {
  ResolvedCluster,
  ResolvedReader,
  ResolvedRole,
  ResolvedSecret,
} from "../../landing-zone/landing-zone";
import { sessionTagsPercent } from "../../landing-zone/session-tags";
import type { ReaderDraft } from "../resolve/readers";
import { uniqueness } from "../resolve/references";

/** The tags by which the attribute style lets readers in; this package sets them. */
const OWN_TAGS = ["eks-cluster-name", "kubernetes-namespace"];

/** Checks that all readers of a secret with style `attributes` share one cluster and namespace: a secret has one value of each tag. */
export function checkAttributes(secrets: Iterable<ResolvedSecret>, report: Report): void {
  for (const { grants, id, style, tags } of secrets) {
    if (style !== "attributes") continue;
    const path = ["secrets", id];
    for (const tag of OWN_TAGS) {
      if (tag in tags) {
        report(
          [...path, "tags", tag],
          "must be left out: style attributes sets it from the readers",
        );
      }
    }
    const [first, ...others] = grants.map(({ reader }) => reader);
    const other = others.find(
      (reader) =>
        reader.cluster.name !== first?.cluster.name || reader.namespace !== first.namespace,
    );
    if (first && other) {
      report(
        [...path, "style"],
        `must be exact, got "attributes" with the readers ${shown(first.id)} and ${shown(other.id)} of different clusters or namespaces: a tag has one value`,
      );
    }
  }
}

/**
 * Checks that no two readers share a service account or a role with a reader that others deploy. The former role of a reader must
 * be unique as well.
 */
export function checkExternalReaders(
  own: readonly ReaderDraft[],
  external: readonly ReaderDraft[],
  report: Report,
): void {
  const taken = new Map(
    own.flatMap(({ reader }) => identities(reader).map((one) => [one, reader.id])),
  );
  for (const { path, reader } of external) {
    const [account, role] = identities(reader).map((one, index) => {
      // A former role has its reader's service account.
      if (index === 0 && reader.formerOf) return undefined;
      const first = taken.get(one);
      taken.set(one, first ?? reader.id);
      return first;
    });
    const { clusterArn, namespace, serviceAccount } = reader;
    if (account !== undefined) {
      const got = `${shown(serviceAccount)} of namespace ${shown(namespace)} on ${clusterArn}`;
      report(path, `must be a service account of its own, got ${got}, which ${account} is too`);
    } else if (role !== undefined) {
      const says = `must be a role of its own, got ${shown(reader.role.arn)}, which ${role} has too`;
      report(reader.formerOf ? path : [...path, "roleArn"], says);
    }
  }
}

/** What identifies a reader: its service account, and its role. A role's name is unique in an account, whatever its path and case. */
function identities({ clusterArn, namespace, role, serviceAccount }: ResolvedReader): string[] {
  return [
    [clusterArn, namespace, serviceAccount].join("\n"),
    `${role.account.id}/${role.name.toLowerCase()}`,
  ];
}

/** Above this percentage, a pod may be unable to assume a further role that adds a tag or two. */
const MUCH = 90;

/** Warns if the session tags that EKS gives a reader's pods leave little room. Nothing is refused, because AWS documents no formula. */
export function checkSessionTags(drafts: readonly ReaderDraft[], report: Report): void {
  for (const { path, reader } of drafts) {
    const percent = sessionTagsPercent(reader);
    if (percent < MUCH) continue;
    const says = `may have too long names for AWS STS: the session tags of its pods take about ${percent} % of the room (an estimate, as AWS documents no formula); a role that its program assumes with tags of its own may be refused with PackedPolicyTooLarge; shorten cluster, namespace or service account`;
    report(path, says, "warning");
  }
}

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

/** Warns of a secret to create whose rotation role is not named. */
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

/** Reports each namespace in `createNamespaces` that no reader needs, or that every cluster has anyway. */
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

import type { Path, Report } from "../../../rules/problem";
import { shown } from "../../../rules/wording";
import type {
  ResolvedAccount,
  ResolvedCluster,
  ResolvedReader,
  ResolvedRole,
  ResolvedSecret,
} from "../../landing-zone/landing-zone";
import { clusterName } from "../../landing-zone/pod-tags";
import { deployedRole, readerRoleName } from "../../landing-zone/role-name";
import type { Inventory } from "../schema/inventory";
import type { ReaderEntry } from "../schema/reader";
import { accountOfArn } from "./accounts-of-others";
import { type GrantDraft, resolveGrants } from "./grants";
import { type ReaderDraft, resolveRole } from "./readers";
import { ownArn } from "./references";

/** All that an owner needs to know of a reader that others deploy; the rest is for them to say. */
const KNOWN_OF_OTHERS = [
  ...["external", "clusterArn", "namespace", "serviceAccount"],
  ...["roleArn", "region", "reads"],
];

const REQUIRED = ["clusterArn", "namespace", "serviceAccount", "reads"] as const;

/** Readers that others deploy. No defaults are given to them. */
export function resolveExternalReaders(
  { readers = {} }: Inventory,
  accounts: ReadonlyMap<string, ResolvedAccount>,
  clusters: ReadonlyMap<string, ResolvedCluster>,
  report: Report,
): ReaderDraft[] {
  const byArn = new Map([...clusters.values()].map((cluster) => [cluster.arn, cluster]));
  return Object.entries(readers).flatMap(([id, entry]): ReaderDraft[] => {
    if (!entry.external) return [];
    const path = ["readers", id];
    checkKeys(entry, path, report);
    const { clusterArn, namespace, roleArn, serviceAccount } = entry;
    if (clusterArn === undefined || !namespace || !serviceAccount) return [];
    const cluster = byArn.get(clusterArn) ?? clusterOfOthers(clusterArn, accounts);
    ownArn(clusterArn, cluster.account, [...path, "clusterArn"], report);
    const identity = { clusterArn, namespace, serviceAccount };
    const role =
      roleArn === undefined
        ? resolveRole(cluster.account, "/", readerRoleName(identity))
        : givenRole(roleArn, cluster.account, path, report);
    return [{ reader: externalReader(id, entry, { ...identity, cluster, role }), entry, path }];
  });
}

/** Gives a reader that others deploy, and the secrets of this inventory that it reads, their grants. */
export function resolveExternalGrants(
  draft: ReaderDraft,
  secrets: ReadonlyMap<string, ResolvedSecret>,
  report: Report,
): GrantDraft[] {
  const { reads = [] } = draft.entry;
  for (const [index, read] of reads.entries()) {
    const at = [...draft.path, "reads", index];
    if (typeof read !== "string") {
      const says = `must be the name of a secret, got ${shown(read)}: files and versions are for those to say who deploy the reader, and a parameter needs nothing of its owner`;
      report(at, says);
    } else if (secrets.get(read)?.external) {
      const says = `must be a secret of this inventory, got ${shown(read)}: others own both the secret and its reader`;
      report(at, says);
    }
  }
  return resolveGrants(draft, { secrets, parameters: new Map() }, report);
}

function checkKeys(entry: ReaderEntry, path: Path, report: Report): void {
  for (const [key, value] of Object.entries(entry)) {
    if (value === undefined || KNOWN_OF_OTHERS.includes(key)) continue;
    const says =
      key === "cluster"
        ? `must be left out of a reader that others deploy (external: true), got ${shown(value)}; set clusterArn`
        : `must be left out of a reader that others deploy (external: true), got ${shown(value)}: their inventory says it`;
    report([...path, key], says);
  }
  for (const key of REQUIRED) {
    if (entry[key] !== undefined) continue;
    const why =
      key === "reads" ? "" : ": the policies of the secrets name the very service account";
    report([...path, key], `is required with external${why}`);
  }
}

function clusterOfOthers(
  arn: string,
  accounts: ReadonlyMap<string, ResolvedAccount>,
): ResolvedCluster {
  const account = accountOfArn(arn, accounts);
  return {
    id: arn,
    name: clusterName(arn),
    account,
    region: arn.split(":")[3] ?? account.region,
    arn,
    createNamespaces: false,
    secretsStoreCsi: { install: "existing", podIdentityAgent: "existing", syncSecrets: false },
  };
}

function givenRole(
  arn: string,
  account: ResolvedAccount,
  path: Path,
  report: Report,
): ResolvedRole {
  ownArn(arn, account, [...path, "roleArn"], report);
  return deployedRole(arn, account);
}

function externalReader(
  id: string,
  { region }: ReaderEntry,
  given: Pick<ResolvedReader, "cluster" | "clusterArn" | "namespace" | "role" | "serviceAccount">,
): ResolvedReader {
  return {
    id,
    external: true,
    ...given,
    createServiceAccount: false,
    mode: "resourcePolicy",
    secretProviderClass: id,
    region: region ?? given.cluster.region,
    grants: [],
    syncToKubernetesSecrets: [],
  };
}

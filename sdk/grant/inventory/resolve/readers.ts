import { boundaryFlaw } from "../../../rules/arn-rules";
import type { Path, Report } from "../../../rules/problem";
import { shown } from "../../../rules/wording";
import type {
  ResolvedAccount,
  ResolvedCluster,
  ResolvedReader,
  ResolvedRole,
} from "../../landing-zone/landing-zone";
import type { Reader } from "../../landing-zone/reader";
import { roleArn } from "../../landing-zone/resource-arns";
import { readerRoleName } from "../../landing-zone/role-name";
import type { Inventory } from "../schema/inventory";
import type { ReaderEntry } from "../schema/reader";
import { withReaderDefaults } from "./defaults";
import { foreignPartition, ownRegion } from "./references";

/** A reader without its grants yet, and the entry that declares them. */
export interface ReaderDraft {
  reader: ResolvedReader;
  entry: ReaderEntry;
  path: Path;
}

/** Kubernetes puts it into every namespace. */
const DEFAULT_SERVICE_ACCOUNT = "default";

const REQUIRED = ["cluster", "namespace", "serviceAccount", "reads"] as const;

export function resolveReaders(
  inventory: Inventory,
  clusters: ReadonlyMap<string, ResolvedCluster>,
  report: Report,
): ReaderDraft[] {
  const drafts: ReaderDraft[] = [];
  for (const [id, own] of Object.entries(inventory.readers ?? {})) {
    if (own.external) continue;
    const path = ["readers", id];
    checkOwnKeys(own, path, report);
    const entry = withReaderDefaults(inventory, own);
    for (const key of REQUIRED) {
      if (entry[key] === undefined) {
        report([...path, key], "is required, here or in defaults.readers");
      }
    }
    const { namespace, serviceAccount } = entry;
    if (entry.cluster === undefined || !namespace || !serviceAccount) continue;
    const cluster = clusters.get(entry.cluster);
    if (!cluster) continue;
    const identity = { clusterArn: cluster.arn, namespace, serviceAccount };
    const reader = { id, ...identity, ...settings(id, entry, cluster, identity) };
    checkRegions(reader, path, report);
    checkBoundary(reader, path, report);
    checkServiceAccount(reader, path, report);
    drafts.push({ reader, entry, path });
  }
  return drafts;
}

function checkOwnKeys(own: ReaderEntry, path: Path, report: Report): void {
  for (const key of ["clusterArn", "roleArn"] as const) {
    if (own[key] === undefined) continue;
    const instead = key === "clusterArn" ? "cluster" : "roleName and rolePath";
    const says = `must be left out, got ${shown(own[key])}; set ${instead}, or external: true where others deploy the reader`;
    report([...path, key], says);
  }
}

function settings(id: string, entry: ReaderEntry, cluster: ResolvedCluster, identity: Reader) {
  const { deployment, syncToKubernetesSecrets = [] } = entry;
  return {
    cluster,
    createServiceAccount:
      entry.createServiceAccount ?? identity.serviceAccount !== DEFAULT_SERVICE_ACCOUNT,
    role: resolveRole(cluster.account, entry.rolePath, entry.roleName ?? readerRoleName(identity)),
    mode: "resourcePolicy" as const,
    permissionsBoundary: entry.permissionsBoundary,
    secretProviderClass: entry.secretProviderClass ?? id,
    region: entry.region ?? cluster.region,
    failoverRegion: entry.failoverRegion,
    grants: [],
    syncToKubernetesSecrets: syncToKubernetesSecrets.map(({ type = "Opaque", ...sync }) => ({
      ...sync,
      type,
    })),
    deployment: deployment && { ...deployment, replicas: deployment.replicas ?? 1 },
  };
}

/** A role of this account. The path defaults to IAM's own, `/`. */
export function resolveRole(account: ResolvedAccount, path = "/", name: string): ResolvedRole {
  return { account, name, path, arn: roleArn(account.partition, account.id, path, name) };
}

function checkRegions(reader: ResolvedReader, path: Path, report: Report): void {
  const { cluster, failoverRegion, region } = reader;
  if (failoverRegion === region) {
    report([...path, "failoverRegion"], `must be another region than region, got ${shown(region)}`);
  }
  ownRegion(region, cluster.account, path, report);
  if (failoverRegion !== undefined) {
    ownRegion(failoverRegion, cluster.account, path, report, "failoverRegion");
  }
}

function checkServiceAccount(reader: ResolvedReader, path: Path, report: Report): void {
  if (reader.serviceAccount !== DEFAULT_SERVICE_ACCOUNT || !reader.createServiceAccount) return;
  const says = `must be left out or false for service account ${DEFAULT_SERVICE_ACCOUNT}, which every namespace has, got the boolean true`;
  report([...path, "createServiceAccount"], says);
}

function checkBoundary(
  { cluster, permissionsBoundary: arn }: ResolvedReader,
  path: Path,
  report: Report,
): void {
  if (arn === undefined) return;
  const { account } = cluster;
  const says =
    boundaryFlaw(arn, account.id, ` (${account.name})`) ?? foreignPartition(arn, account);
  report([...path, "permissionsBoundary"], says);
}

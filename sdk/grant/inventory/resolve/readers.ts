import { boundaryFlaw } from "../../../rules/arn-rules";
import { attributesOf } from "../../../rules/mounts";
import { type Path, type Report, shown } from "../../../rules/problem";
import { regionsOf } from "../../landing-zone/granted-arns";
import type {
  ResolvedAccount,
  ResolvedCluster,
  ResolvedGrant,
  ResolvedParameter,
  ResolvedReader,
  ResolvedRole,
  ResolvedSecret,
} from "../../landing-zone/landing-zone";
import { readerRoleName, roleArn } from "../../landing-zone/names";
import type { Reader } from "../../landing-zone/pods";
import type { Inventory } from "../schema/inventory";
import type { ReadEntry, ReaderEntry } from "../schema/reader";
import { existingRole } from "./existing-role";
import { withReaderDefaults } from "./inherited";
import { foreignPartition, ownRegion } from "./references";

/** A reader without its grants yet, and the entry that declares them. */
export interface ReaderDraft {
  reader: ResolvedReader;
  entry: ReaderEntry;
  path: Path;
}

/** The service account that every namespace has. */
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
    ...existingRole(entry),
    identity: entry.identity ?? "podIdentity",
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

/** A role in this account. The path defaults to `/`, as in IAM. */
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

/** The secrets and parameters that a reader may name. */
export interface Readable {
  secrets: ReadonlyMap<string, ResolvedSecret>;
  parameters: ReadonlyMap<string, ResolvedParameter>;
}

/** A grant, the entry that declares it, and the path of that entry. */
export interface GrantDraft {
  grant: ResolvedGrant;
  entry: ReadEntry;
  path: Path;
}

/** Adds the grants that a reader's `reads` declare to the reader and to what it reads. */
export function resolveGrants(
  { entry, path, reader }: ReaderDraft,
  readable: Readable,
  report: Report,
): GrantDraft[] {
  const drafts: GrantDraft[] = [];
  for (const [index, item] of (entry.reads ?? []).entries()) {
    const at = [...path, "reads", index];
    const read = typeof item === "string" ? { secret: item } : item;
    const grant = resolveGrant(read, reader, readable, at, report);
    if (!grant) continue;
    reader.grants.push(grant);
    grant.target.grants.push(grant as never);
    drafts.push({ grant, entry: read, path: at });
  }
  return drafts;
}

function resolveGrant(
  read: ReadEntry,
  reader: ResolvedReader,
  { parameters, secrets }: Readable,
  path: Path,
  report: Report,
): ResolvedGrant | undefined {
  const { parameter, secret, version, versionStage } = read;
  if ((parameter === undefined) === (secret === undefined)) {
    const got = secret === undefined ? "neither" : "both";
    report(path, `must have either secret or parameter, got ${got}`);
    return undefined;
  }
  if (version !== undefined && versionStage !== undefined) {
    report([...path, "versionStage"], "must be left out beside version; keep one of them");
  }
  const details = {
    reader,
    regions: regionsOf(reader),
    ...attributesOf(read),
    jmesPath: (read.jmesPath ?? []).map(({ as, ...rest }) => ({ ...rest, file: as })),
  };
  const own = reader.cluster.account;
  if (secret !== undefined) {
    const target = secrets.get(secret);
    if (!target) return undefined;
    const file = read.as ?? defaultFile(target.name);
    return { kind: "secret", target, crossAccount: target.account !== own, file, ...details };
  }
  const at = [...path, "parameter"];
  const target = parameters.get(parameter ?? "");
  if (!target) return undefined;
  if (target.account !== own) {
    report(
      at,
      `must be a parameter of ${own.name}, the pod's own account, got ${shown(target.id)} of ${target.account.name}; parameters are not read across accounts: make it a secret`,
    );
  }
  const file = read.as ?? defaultFile(target.name);
  return { kind: "parameter", target, crossAccount: target.account !== own, file, ...details };
}

/** The file name that ASCP uses by default: slashes become underscores. */
function defaultFile(name: string): string {
  return name.replaceAll("/", "_");
}

import { parseArn } from "iam-proof/names";
import { DEFAULT_RECOVERY_DAYS } from "../../../defaults";
import { type Path, type Report, shown } from "../../../rules/problem";
import type {
  ResolvedAccount,
  ResolvedCluster,
  ResolvedReader,
  ResolvedRole,
  ResolvedSecret,
} from "../../landing-zone/landing-zone";
import { deployedRole, readerRoleName } from "../../landing-zone/names";
import { clusterName } from "../../landing-zone/pods";
import type { Inventory } from "../schema/inventory";
import type { ReaderEntry } from "../schema/reader";
import type { SecretEntry } from "../schema/secret";
import type { KeyRing } from "./keys";
import { type GrantDraft, type ReaderDraft, resolveGrants, resolveRole } from "./readers";
import { ownArn } from "./references";

/** The keys allowed for a secret that others own. Everything else is for its owner to declare. */
const KNOWN_OF_SECRETS = ["external", "arn", "key"];

/** A secret that others own. No defaults apply to it. Undefined if its ARN is missing. */
export function resolveExternalSecret(
  id: string,
  entry: SecretEntry,
  accounts: ReadonlyMap<string, ResolvedAccount>,
  ring: KeyRing,
  path: Path,
  report: Report,
): ResolvedSecret | undefined {
  for (const [key, value] of Object.entries(entry)) {
    if (value === undefined || KNOWN_OF_SECRETS.includes(key)) continue;
    const says = `must be left out of a secret that others own (external: true), got ${shown(value)}: its ARN and its owner's inventory say it`;
    report([...path, key], says);
  }
  const { arn, key } = entry;
  if (arn === undefined) {
    report([...path, "arn"], "is required with external; set the full ARN of the secret");
    return undefined;
  }
  const account = accountOfArn(arn, accounts);
  ownArn(arn, account, [...path, "arn"], report);
  const { region = "", resource = "" } = parseArn(arn) ?? {};
  return {
    id,
    name: resource.replace(/^secret:/, "").slice(0, -7),
    account,
    region,
    existingArn: arn,
    external: true,
    key: ring.key(keyArnOf(key, path, report), account, region, [...path, "key"], "secret"),
    style: "exact",
    sealed: false,
    recoveryWindowInDays: DEFAULT_RECOVERY_DAYS,
    replicas: [],
    tags: {},
    extraPolicyStatements: [],
    grants: [],
  };
}

function keyArnOf(key: SecretEntry["key"], path: Path, report: Report): string | undefined {
  if (key === undefined || (typeof key === "string" && parseArn(key))) return key;
  const says = `must be the ARN of the key that encrypts the secret, got ${shown(key)}: an alias is one of this inventory's own keys`;
  report([...path, "key"], says);
  return undefined;
}

/** The keys allowed for a reader that others deploy. Everything else is for them to declare. */
const KNOWN_OF_READERS = [
  ...["external", "clusterArn", "namespace", "serviceAccount"],
  ...["identity", "roleArn", "region", "reads"],
];

const REQUIRED = ["clusterArn", "namespace", "serviceAccount", "reads"] as const;

/** Readers that others deploy. No defaults apply to them. */
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

/** Adds the grants between a reader that others deploy and the secrets of this inventory. */
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
    if (value === undefined || KNOWN_OF_READERS.includes(key)) continue;
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

/** A reader that other teams deploy. */
export function externalReader(
  id: string,
  { identity = "podIdentity", region }: Pick<ReaderEntry, "identity" | "region">,
  given: Pick<ResolvedReader, "cluster" | "clusterArn" | "namespace" | "role" | "serviceAccount">,
): ResolvedReader {
  return {
    id,
    external: true,
    ...given,
    createServiceAccount: false,
    identity,
    mode: "resourcePolicy",
    secretProviderClass: id,
    region: region ?? given.cluster.region,
    grants: [],
    syncToKubernetesSecrets: [],
  };
}

/** The account of an ARN: the inventory's entry if it has one, otherwise an account known only by its id. */
function accountOfArn(
  arn: string,
  accounts: ReadonlyMap<string, ResolvedAccount>,
): ResolvedAccount {
  const { account: id = "", partition = "", region = "" } = parseArn(arn) ?? {};
  const known = [...accounts.values()].find((account) => account.id === id);
  return known ?? { name: id, id, region, partition, administrators: [] };
}

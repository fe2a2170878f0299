import { parseArn } from "iam-proof/names";
import { DEFAULT_RECOVERY_DAYS } from "../../../defaults";
import { type Path, type Report, shown } from "../../../rules/problem";
import type {
  ResolvedAccount,
  ResolvedReplica,
  ResolvedSecret,
} from "../../landing-zone/landing-zone";
import type { Inventory } from "../schema/inventory";
import type { SecretEntry, SecretKeyEntry } from "../schema/secret";
import { resolveExternalSecret } from "./external";
import { withSecretDefaults } from "./inherited";
import { type KeyRing, shardOf } from "./keys";
import { ownArn, ownRegion, uniqueness } from "./references";
import {
  checkExtraStatements,
  checkFormerPlaces,
  resolveFormer,
  resolveRotation,
} from "./secret-parts";

/** Settings that only a secret created by this package can have. */
const CREATED_ONLY = ["description", "recoveryWindowInDays", "tags"] as const;

/** Secrets by their names in the inventory. `ofOthers` collects the keys of secrets that others own. */
export function resolveSecrets(
  inventory: Inventory,
  accounts: ReadonlyMap<string, ResolvedAccount>,
  { ofOthers, ring }: { ring: KeyRing; ofOthers: KeyRing },
  report: Report,
): Map<string, ResolvedSecret> {
  const unique = uniqueness(report);
  const secrets = new Map<string, ResolvedSecret>();
  for (const [id, own] of Object.entries(inventory.secrets ?? {})) {
    const path = ["secrets", id];
    if (own.external) {
      const secret = resolveExternalSecret(id, own, accounts, ofOthers, path, report);
      if (!secret) continue;
      secrets.set(id, secret);
      claimPlaces(secret, unique, path);
      continue;
    }
    const entry = withSecretDefaults(inventory, own);
    if (entry.account === undefined) {
      report([...path, "account"], "is required, here or in defaults.secrets");
      continue;
    }
    const account = accounts.get(entry.account);
    if (!account) continue;

    const { name, region } =
      entry.existing || entry.arn !== undefined
        ? existingPlace(id, own, entry, account, path, report)
        : createdPlace(id, entry, account, path, report);
    const secret: ResolvedSecret = {
      id,
      name,
      account,
      region,
      existingArn: entry.arn,
      key: ring.key(keyOf(entry.key, account, name), account, region, [...path, "key"], "secret"),
      style: entry.style ?? "exact",
      sealed: entry.sealed ?? false,
      description: entry.existing ? undefined : entry.description,
      recoveryWindowInDays: entry.recoveryWindowInDays ?? DEFAULT_RECOVERY_DAYS,
      replicas: resolveReplicas(entry, { account, name, region }, ring, path, report),
      rotation: resolveRotation(
        // A default rotation does not apply to a secret that exists already.
        { ...entry, rotation: entry.existing ? own.rotation : entry.rotation },
        { account, region },
        path,
        report,
      ),
      tags: entry.existing ? {} : (entry.tags ?? {}),
      extraPolicyStatements: entry.extraPolicyStatements ?? [],
      grants: [],
    };
    secret.former = resolveFormer(
      secret,
      { ...entry, renamedFrom: own.renamedFrom, movedFrom: own.movedFrom },
      { inventory, accounts, path, report },
    );
    if (secret.former) {
      const { account: owner, name: was, region: at } = secret.former;
      const key = keyOf(entry.key, owner, was);
      const arn = parseArn(key ?? "");
      // An existing key belongs to the secret's present account and region.
      if (!arn || (arn.account === owner.id && arn.region === at)) {
        secret.former.key = ring.key(key, owner, at, [...path, "key"], "secret");
      }
    }
    secrets.set(id, secret);

    checkExtraStatements(secret.extraPolicyStatements, [...path, "extraPolicyStatements"], report);
    claimPlaces(secret, unique, path);
  }
  checkFormerPlaces(secrets.values(), unique);
  return secrets;
}

function claimPlaces(
  { account, external, id, name, region, replicas }: ResolvedSecret,
  unique: ReturnType<typeof uniqueness>,
  path: Path,
): void {
  const wayOut = external ? "declare it once" : "set name or region";
  for (const place of new Set([region, ...replicas.map((replica) => replica.region)])) {
    unique(
      `${account.id}/${place}/${name}`,
      id,
      path,
      (first) =>
        `must be its own secret, got ${shown(name)} in ${place} of ${account.name}, which ${first} is too; ${wayOut}`,
    );
  }
}

interface Place {
  name: string;
  region: string;
}

function createdPlace(
  id: string,
  entry: SecretEntry,
  account: ResolvedAccount,
  path: Path,
  report: Report,
): Place {
  const name = entry.name ?? id;
  const { region = account.region } = entry;
  ownRegion(region, account, path, report);
  return { name, region };
}

function existingPlace(
  id: string,
  own: SecretEntry,
  entry: SecretEntry,
  account: ResolvedAccount,
  path: Path,
  report: Report,
): Place {
  for (const key of CREATED_ONLY) {
    if (own[key] !== undefined) {
      report([...path, key], "must be left out: the secret exists and keeps its own");
    }
  }
  if (entry.style === "attributes") {
    report(
      [...path, "style"],
      'must be exact, got "attributes": the tags of a secret that exists are not ours to set',
    );
  }
  if (typeof entry.key === "object") {
    report(
      [...path, "key"],
      "must be the one key that encrypts the secret, which exists, got several that share secrets",
    );
  }
  if (entry.arn === undefined) {
    report([...path, "arn"], "is required with existing; set the full ARN of the secret");
    return { name: entry.name ?? id, region: entry.region ?? account.region };
  }
  if (!entry.existing) {
    report([...path, "arn"], "must be left out of a secret to be created; else add existing: true");
  }
  const arn = parseArn(entry.arn);
  const name = arn?.resource.replace(/^secret:/, "").slice(0, -7) ?? id;
  const region = arn?.region ?? account.region;
  ownArn(entry.arn, account, [...path, "arn"], report);
  if (entry.region !== undefined && entry.region !== region) {
    report([...path, "region"], `must be that of its ARN, ${region}, got ${shown(entry.region)}`);
  }
  if (entry.name !== undefined && entry.name !== name) {
    report([...path, "name"], `must be that of its ARN, ${shown(name)}, got ${shown(entry.name)}`);
  }
  return { name, region };
}

function resolveReplicas(
  { replicas = [] }: SecretEntry,
  { account, name, region }: Place & { account: ResolvedAccount },
  ring: KeyRing,
  path: Path,
  report: Report,
): ResolvedReplica[] {
  const taken = new Set([region]);
  return replicas.map((replica, index) => {
    const at = [...path, "replicas", index];
    if (taken.has(replica.region)) {
      report(
        [...at, "region"],
        `must be a region that holds no copy yet, got ${shown(replica.region)}`,
      );
    } else ownRegion(replica.region, account, at, report);
    taken.add(replica.region);
    return {
      region: replica.region,
      key: ring.key(
        keyOf(replica.key, account, name),
        account,
        replica.region,
        [...at, "key"],
        "replica",
      ),
    };
  });
}

/** The key of a secret. If several keys share the secrets, the one that this secret falls to. */
function keyOf(
  key: SecretKeyEntry | undefined,
  account: ResolvedAccount,
  name: string,
): string | undefined {
  if (typeof key !== "object") return key;
  return `${key.alias}-${shardOf(`${account.id}/${name}`, key.shards)}`;
}

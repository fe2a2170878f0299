import type { LandingZone, ResolvedGrant, ResolvedKey, ResolvedSecret } from "../sdk/grant";

/** What a key encrypts, as people call it. */
export interface KeyUse {
  /** Secrets that a deployment gives another key, and the replicas of them. AWS encrypts their values anew. */
  secrets: string[];
  /** What keeps its value under the key whatever a deployment does: parameters, and secrets that exist. */
  others: string[];
}

/** What the created and adopted keys of some secrets and parameters encrypt, by `ResolvedKey.id`. */
export type KeyUses = Record<string, KeyUse>;

export function keyUses(keys: readonly ResolvedKey[]): KeyUses {
  return Object.fromEntries(keys.map((key) => [key.id, keyUse(key)]));
}

function keyUse(key: ResolvedKey): KeyUse {
  const parts = key.secrets.flatMap(deployedParts);
  return {
    secrets: parts.flatMap((part) => (part.key === key ? [part.name] : [])),
    others: [
      ...key.secrets.flatMap((secret) => (secret.key === key ? leftBehind(secret) : [])),
      ...key.parameters.map(({ id }) => `parameter ${id}`),
    ],
  };
}

/** A deployed secret and its replicas, each with its own key. */
function deployedParts({ existingArn, id, key, replicas }: ResolvedSecret) {
  if (existingArn !== undefined) return [];
  return [
    { name: `secret ${id}`, key },
    ...replicas.map(({ key: own, region }) => ({
      name: `the replica of secret ${id} in ${region}`,
      key: own,
    })),
  ];
}

/** What of a secret AWS does not encrypt anew where its key changes. */
function leftBehind({ existingArn, grants, id }: ResolvedSecret): string[] {
  if (existingArn !== undefined) return [`secret ${id}, which exists`];
  return grants.some(readsOtherVersion) ? [`a version of secret ${id} that readers name`] : [];
}

/** The versions that AWS encrypts anew have one of these labels. */
const REENCRYPTED = ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"];

function readsOtherVersion({ version, versionStage }: ResolvedGrant): boolean {
  return version !== undefined || !REENCRYPTED.includes(versionStage ?? "AWSCURRENT");
}

/** What is known of the keys before a change. */
export interface KeysBefore {
  uses: KeyUses;
  /** ARNs of the keys that are deployed, by `ResolvedKey.id`. */
  arns: Record<string, string>;
  /** Ids of keys that their owner lets go. */
  released: readonly string[];
}

/** Why values would be lost with their keys, if this landing zone were deployed next: one sentence each. */
export function keyLosses(
  { arns, released, uses }: KeysBefore,
  { keys, secrets }: Pick<LandingZone, "keys" | "secrets">,
): string[] {
  const unkeyed = new Set(
    secrets.flatMap(deployedParts).flatMap(({ key, name }) => (key ? [] : [name])),
  );
  const remaining = new Set(keys.map(({ id }) => id));
  const named = new Set(keys.map(({ existingArn }) => existingArn));
  return Object.entries(uses).flatMap(([id, { others, secrets: encrypted }]) => {
    const bare = encrypted.filter((name) => unkeyed.has(name));
    const leaves = !remaining.has(id) && !id.startsWith("arn:");
    return [
      ...bare.map(
        (name) =>
          `${name} must keep its key, ${id}, got none: AWS leaves the value encrypted with that key, which would be deleted; keep key in the inventory, or name another one, with which AWS encrypts the value anew`,
      ),
      ...(leaves && arns[id] !== undefined && named.has(arns[id])
        ? [
            `key ${id} must be named by its alias as before, got its ARN ${arns[id]}: the stack made it, and would delete it; keep the alias as key in the inventory`,
          ]
        : []),
      ...(leaves && others.length > 0 && !released.includes(id)
        ? [
            `key ${id} must stay, for with it the values of these would be lost: ${others.join(", ")}; let one of them or another of the inventory name it as key, or, where their values are not needed or will be put anew, let it go: pulumi config set deleteKeys ${id} --stack ${id.split("/")[0]}.secrets`,
          ]
        : []),
    ];
  });
}

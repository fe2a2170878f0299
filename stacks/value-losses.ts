import type { LandingZone, ResolvedGrant, ResolvedKey, ResolvedSecret } from "../sdk/grant";
import type { DeployedValues } from "./deployed-values";

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

/** What is known of a stack before a change. */
export interface ValuesBefore {
  uses: KeyUses;
  deployed: DeployedValues;
  /** Ids of keys that their owner lets go. */
  released: readonly string[];
}

/** Why values would be lost, with their keys or their secrets, if this landing zone were deployed next: one sentence each. */
export function valueLosses(
  { deployed, released, uses }: ValuesBefore,
  { keys, secrets }: Pick<LandingZone, "keys" | "secrets">,
): string[] {
  const unkeyed = new Set(
    secrets.flatMap(deployedParts).flatMap(({ key, name }) => (key ? [] : [name])),
  );
  // Secrets that were taken out of the stack, and exist with the key that it gave them.
  const outside = new Set(
    secrets.flatMap(({ existingArn, id }) => (existingArn ? [`secret ${id}`] : [])),
  );
  const remaining = new Set(keys.map(({ id }) => id));
  const named = new Set(keys.map(({ existingArn }) => existingArn));
  const ids = new Set([...Object.keys(uses), ...Object.keys(deployed.keys)]);
  return [
    ...secrets.flatMap((secret) => handedOver(secret, deployed)),
    ...released.filter((id) => remaining.has(id)).map(heldRelease),
    ...[...ids].flatMap((id) => {
      const { others: recorded, secrets: encrypted } = uses[id] ?? UNRECORDED;
      const others = [...recorded, ...encrypted.filter((name) => outside.has(name))];
      const arn = deployed.keys[id];
      const bare = encrypted.filter((name) => unkeyed.has(name));
      const leaves = !remaining.has(id) && !id.startsWith("arn:");
      return [
        ...bare.map(
          (name) =>
            `${name} must keep its key, ${id}, got none: AWS leaves the value encrypted with that key, which would be deleted; keep key in the inventory, or name another one, with which AWS encrypts the value anew`,
        ),
        ...(leaves && arn !== undefined && named.has(arn)
          ? [
              `key ${id} must be named by its alias as before, got its ARN ${arn}: the stack made it, and would delete it; keep the alias as key in the inventory`,
            ]
          : []),
        ...(leaves && others.length > 0 && !released.includes(id)
          ? [
              `key ${id} must stay, for with it the values of these would be lost: ${others.join(", ")}; let one of them or another of the inventory name it as key, or, where their values are not needed or will be put anew, let it go: pulumi config set deleteKeys ${id} --stack ${id.split("/")[0]}.secrets`,
            ]
          : []),
      ];
    }),
  ];
}

/** A key of a run that failed: whatever the inventory then said may have been given a value under it. */
const UNRECORDED: KeyUse = {
  secrets: [],
  others: ["whatever was given a value since the run that made the key, which failed"],
};

function handedOver({ existingArn, id }: ResolvedSecret, { secrets }: DeployedValues): string[] {
  if (!secrets.some(({ arn }) => arn === existingArn)) return [];
  return [
    `secret ${id} must be declared as before, got existing: true and its ARN ${existingArn}: the stack made it, and would delete it; to keep it outside of the stack, take it out first: pulumi state delete`,
  ];
}

/** A release that stays would let the key go with whatever it encrypts by then. */
function heldRelease(id: string): string {
  return `deleteKeys must name keys that no entry names any more, got ${id}; take it out: pulumi config rm deleteKeys --stack ${id.split("/")[0]}.secrets`;
}

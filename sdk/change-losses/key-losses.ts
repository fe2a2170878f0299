import {
  type LandingZone,
  type ResolvedGrant,
  type ResolvedKey,
  type ResolvedParameter,
  type ResolvedSecret,
  stackName,
} from "../grant";
import { type DeployedValues, placeOf } from "./deployed-values";
import { type Loss, lost } from "./loss";

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

/** What a stack holds, with what its last deployment recorded. */
export interface ValuesBefore extends DeployedValues {
  /** What the keys encrypt. */
  uses: KeyUses;
  /** Ids of keys that their owner lets go. */
  released: readonly string[];
}

/** Why values would be lost, with their keys or their secrets, if this landing zone were deployed next: one sentence each. */
export function valueLosses(
  before: ValuesBefore,
  { keys, secrets }: Pick<LandingZone, "keys" | "secrets">,
): string[] {
  const { released, uses } = before;
  const unkeyed = new Set(
    secrets.flatMap(deployedParts).flatMap(({ key, name }) => (key ? [] : [name])),
  );
  // Secrets that were taken out of the stack, and exist with the key that it gave them.
  const outside = new Set(
    secrets.flatMap(({ existingArn, id }) => (existingArn ? [`secret ${id}`] : [])),
  );
  const remaining = new Set(keys.map(({ id }) => id));
  const named = new Set(keys.map(({ existingArn }) => existingArn));
  const ids = new Set([...Object.keys(uses), ...Object.keys(before.keys)]);
  return [
    ...secrets.flatMap((secret) => handedOver(secret, before)),
    ...released.filter((id) => remaining.has(id)).map(heldRelease),
    ...[...ids].flatMap((id) => {
      const { others: recorded, secrets: encrypted } = uses[id] ?? UNRECORDED;
      const others = [...recorded, ...encrypted.filter((name) => outside.has(name))];
      const arn = before.keys[id];
      const bare = encrypted.filter((name) => unkeyed.has(name));
      const leaves = !remaining.has(id) && !id.startsWith("arn:");
      return [
        ...bare.map(
          (name) =>
            `${name} must keep its key, ${id}, got none: ${lost.keyTaken}, which would be deleted; keep key in the inventory, or name ${lost.encryptedAnew}`,
        ),
        ...(leaves && arn !== undefined && named.has(arn)
          ? [
              `key ${id} must be named by its alias as before, got its ARN ${arn}: the stack made it, and would delete it; keep the alias as key in the inventory`,
            ]
          : []),
        ...(leaves && others.length > 0 && !released.includes(id)
          ? [
              `key ${id} must stay, for with it the values of these would be lost: ${others.join(", ")}; let one of them or another of the inventory name it as key, or, where their values are not needed or will be put anew, let it go: pulumi config set deleteKeys ${id} --stack ${stackOf(id)}`,
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
  return `deleteKeys must name keys that no entry names any more, got ${id}; take it out: pulumi config rm deleteKeys --stack ${stackOf(id)}`;
}

/** The stack of a key, by its id. */
function stackOf(id: string): string {
  return stackName({ name: id.split("/")[0] ?? "" }, "secrets");
}

/** Ids of the keys that a stack made and nothing of the inventory names any more. */
export function unnamedKeys(
  deployed: DeployedValues["keys"],
  { keys }: Pick<LandingZone, "keys">,
): string[] {
  const named = new Set(keys.map(({ id }) => id));
  return Object.keys(deployed).filter((id) => !named.has(id));
}

/** That such a key stays. `under`: what its account has under it; undefined where nobody has asked. */
export function keptKey(id: string, under?: string): string {
  const until = `eks-pod-secrets up deletes it once its account has nothing under it, neither a secret, also a deleted one, nor a parameter; to delete it whatever that is, pulumi config set deleteKeys ${id} --stack ${stackOf(id)}`;
  return `key ${id} stays, though the inventory no longer names it: ${under ?? until}`;
}

/** The parameters that get another key: AWS leaves their values under the old one. */
export function parameterLosses(
  { parameters: old }: Pick<LandingZone, "parameters">,
  { parameters }: Pick<LandingZone, "parameters">,
): Loss[] {
  const known = new Map(old.map((one) => [placeOf(one), one]));
  return parameters.flatMap((parameter) => {
    const before = known.get(placeOf(parameter));
    if (!before?.secure || !parameter.secure || keyOf(before) === keyOf(parameter)) return [];
    const { account, grants, id } = parameter;
    const waits =
      grants.length > 0
        ? `; where it has one, up of ${stackName(account, "workloads")} is refused until then, and from then until up a pod that starts cannot read it`
        : "";
    const says = `parameter ${id} gets ${keyOf(parameter)} instead of ${keyOf(before)}, and AWS leaves its value under the old key until eks-pod-secrets put gives it anew${waits}`;
    return [{ kind: "access", says }];
  });
}

function keyOf({ key }: ResolvedParameter): string {
  return key ? `key ${key.id}` : "the AWS managed key";
}

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

/** What a key encrypts, in words for people. */
export interface KeyUse {
  /** Secrets, and replicas of them, that a deployment moves to another key. AWS encrypts their values again. */
  secrets: string[];
  /** What stays under the key whatever a deployment does: parameters, and secrets that exist already. */
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

/** The parts of a secret that AWS does not encrypt again when the key changes. */
function leftBehind({ existingArn, grants, id }: ResolvedSecret): string[] {
  if (existingArn !== undefined) return [`secret ${id}, which exists`];
  return grants.some(readsOtherVersion) ? [`a version of secret ${id} that readers name`] : [];
}

/** AWS encrypts only the versions with one of these labels again. */
const REENCRYPTED = ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"];

function readsOtherVersion({ version, versionStage }: ResolvedGrant): boolean {
  return version !== undefined || !REENCRYPTED.includes(versionStage ?? "AWSCURRENT");
}

/** What a stack holds, together with what its last deployment recorded. */
export interface ValuesBefore extends DeployedValues {
  /** What the keys encrypt. */
  uses: KeyUses;
  /** Ids of the keys that their owner releases for deletion. */
  released: readonly string[];
}

/** The keys in the setting `deleteKeys` of an owner's stack: ids, separated by commas or white space. */
export function releasedKeys(setting = ""): string[] {
  return setting.split(/[,\s]+/);
}

/** Why values would be lost if this landing zone were deployed next, with their keys or with their secrets: one sentence each. */
export function valueLosses(
  before: ValuesBefore,
  { keys, secrets }: Pick<LandingZone, "keys" | "secrets">,
): string[] {
  const { released, uses } = before;
  const unkeyed = new Set(
    secrets.flatMap(deployedParts).flatMap(({ key, name }) => (key ? [] : [name])),
  );
  // Secrets that were taken out of the stack still exist, under the key that the stack gave them.
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

/** A key from a failed run. Anything in the inventory of that run may have a value under it. */
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

/** The advice to remove a release once it is done. If it stays, it would later delete the key with whatever it encrypts by then. */
function heldRelease(id: string): string {
  return `deleteKeys must name keys that no entry names any more, got ${id}; take it out: pulumi config rm deleteKeys --stack ${stackOf(id)}`;
}

/** The name of a key's stack, from the key's id. */
function stackOf(id: string): string {
  return stackName({ name: id.split("/")[0] ?? "" }, "secrets");
}

/** Ids of the keys that a stack created and the inventory no longer names. */
export function unnamedKeys(
  deployed: DeployedValues["keys"],
  { keys }: Pick<LandingZone, "keys">,
): string[] {
  const named = new Set(keys.map(({ id }) => id));
  return Object.keys(deployed).filter((id) => !named.has(id));
}

/** Says that such a key stays. `under`: what its account still has under the key; undefined if nobody has asked. */
export function keptKey(id: string, under?: string): string {
  const until = `eks-pod-secrets up deletes it once its account has nothing under it, neither a secret, also a deleted one, nor a parameter; to delete it whatever that is, pulumi config set deleteKeys ${id} --stack ${stackOf(id)}`;
  return `key ${id} stays, though the inventory no longer names it: ${under ?? until}`;
}

/** Parameters that change to another key. AWS leaves their values under the old one. */
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

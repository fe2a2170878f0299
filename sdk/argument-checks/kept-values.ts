import * as pulumi from "@pulumi/pulumi";
import { lost } from "../losses/words";
import { shown } from "../rules/wording";
import { beforeUpdate } from "./refusal";
import { parentOf, toldBy } from "./whole";

/** The inputs of a PodSecret that say which secret it makes. */
interface Named {
  secretName?: unknown;
  renamedFrom?: unknown;
}

/**
 * Refuses an update, and its preview, that makes a new secret in the place of one that may have a value. The component's own update
 * comes before any change of what is within it.
 */
export function refuseRename(
  name: string,
  parent: pulumi.Resource | undefined,
): pulumi.ResourceHook[] {
  return beforeUpdate(`${name}-keep-value`, parent, valueLost, ([reason = ""]) => {
    throw new pulumi.RunError(toldBy("PodSecret", name, parent, reason));
  });
}

function valueLost(before: Named, after: Named): string[] {
  const { secretName: old } = before;
  const { renamedFrom, secretName } = after;
  const isKept = secretName === old || renamedFrom === old;
  const isUnknown = secretName !== undefined && typeof secretName !== "string";
  if (typeof old !== "string" || isKept || isUnknown) return [];
  return [
    `secretName must stay ${shown(old)}, got ${shown(secretName)}: ${lost.secretMadeAnew}; copy the value, and confirm this by renamedFrom: ${shown(old)}`,
  ];
}

/** The inputs of a secret that say what it is encrypted with. */
interface Keyed {
  kmsKeyId?: unknown;
  replicas?: { region: string; kmsKeyId?: unknown }[];
}

/**
 * Refuses an update, and its preview, that takes the key from a secret or from a replica of it. AWS's provider leaves the value
 * under the old key, which nothing names any more: once that is deleted, the value is lost.
 */
export function refuseKeyRemoval(name: string, component: pulumi.Resource): pulumi.ResourceHook[] {
  return beforeUpdate(`${name}-keep-key`, component, keysTaken, ([reason = ""]) => {
    throw new pulumi.RunError(toldBy("PodSecret", name, parentOf(component), reason));
  });
}

function keysTaken(before: Keyed, after: Keyed): string[] {
  if (before.kmsKeyId && !after.kmsKeyId) return [reasonOf("keyArn", before.kmsKeyId)];
  return (after.replicas ?? []).flatMap(({ kmsKeyId, region }, index) => {
    const old = before.replicas?.find((replica) => replica.region === region)?.kmsKeyId;
    return old && !kmsKeyId ? reasonOf(`replicas[${index}].keyArn`, old) : [];
  });
}

function reasonOf(property: string, old: unknown): string {
  return `${property} must stay the key that encrypts the value, ${old}, or become ${lost.encryptedAnew}; got none, and ${lost.keyTaken}`;
}

import * as pulumi from "@pulumi/pulumi";

import { mayHook } from "./hooks";
import { toldBy } from "./whole";

/** The inputs of a secret that say what it is encrypted with. */
interface Keyed {
  kmsKeyId?: unknown;
  replicas?: { region: string; kmsKeyId?: unknown }[];
}

/**
 * Refuses an update, and its preview, that takes the key from a secret or from a replica of it. AWS's provider leaves the value
 * under the old key, which nothing names any more: once that is deleted, the value is lost.
 */
export function refuseKeyRemoval(
  name: string,
  parent: pulumi.Resource | undefined,
): pulumi.ResourceHook[] {
  if (!mayHook()) return [];
  const refuse = ({ newInputs, oldInputs }: pulumi.ResourceHookArgs) => {
    const reason = keyTaken(oldInputs ?? {}, newInputs ?? {});
    if (reason !== undefined) throw new pulumi.RunError(toldBy("PodSecret", name, parent, reason));
  };
  return [new pulumi.ResourceHook(`${name}-keep-key`, refuse, { onDryRun: true })];
}

function keyTaken(before: Keyed, after: Keyed): string | undefined {
  if (before.kmsKeyId && !after.kmsKeyId) return reasonOf("keyArn", before.kmsKeyId);
  for (const [index, { kmsKeyId, region }] of (after.replicas ?? []).entries()) {
    const old = before.replicas?.find((replica) => replica.region === region)?.kmsKeyId;
    if (old && !kmsKeyId) return reasonOf(`replicas[${index}].keyArn`, old);
  }
  return undefined;
}

function reasonOf(property: string, old: unknown): string {
  return `${property} must stay the key that encrypts the value, ${old}, or become another one, with which AWS encrypts it anew; got none, and AWS would leave the value under the old key`;
}

import * as pulumi from "@pulumi/pulumi";

import { beforeUpdate } from "./hooks";
import { parentOf, toldBy } from "./whole";

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
  return `${property} must stay the key that encrypts the value, ${old}, or become another one, with which AWS encrypts it anew; got none, and AWS would leave the value under the old key`;
}

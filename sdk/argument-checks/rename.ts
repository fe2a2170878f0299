import * as pulumi from "@pulumi/pulumi";

import { shown } from "../rules/wording";
import { beforeUpdate } from "./hooks";
import { toldBy } from "./whole";

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
    `secretName must stay ${shown(old)}, got ${shown(secretName)}: a new secret without a value would take its place, and the old one would be deleted with its value; copy the value, and confirm this by renamedFrom: ${shown(old)}`,
  ];
}

import * as pulumi from "@pulumi/pulumi";

import { shown } from "../rules/wording";
import { mayHook } from "./hooks";
import { toldBy } from "./whole";

/** The inputs of a PodSecret that say which secret it makes. */
interface Named {
  secretName?: unknown;
  renamedFrom?: unknown;
}

/**
 * The options of a PodSecret, which also refuse an update, and its preview, that makes a new secret in the place of one that may have
 * a value. The component's own update comes before any change of what is within it.
 */
export function refusingRename(
  name: string,
  opts: pulumi.ComponentResourceOptions = {},
): pulumi.ComponentResourceOptions {
  if (!mayHook()) return opts;
  const refuse = ({ newInputs, oldInputs }: pulumi.ResourceHookArgs) => {
    const reason = valueLost(oldInputs ?? {}, newInputs ?? {});
    if (reason !== undefined)
      throw new pulumi.RunError(toldBy("PodSecret", name, opts.parent, reason));
  };
  const hook = new pulumi.ResourceHook(`${name}-keep-value`, refuse, { onDryRun: true });
  const beforeUpdate = [...(opts.hooks?.beforeUpdate ?? []), hook];
  return { ...opts, hooks: { ...opts.hooks, beforeUpdate } };
}

function valueLost(before: Named, after: Named): string | undefined {
  const { secretName: old } = before;
  const { renamedFrom, secretName } = after;
  const isKept = secretName === old || renamedFrom === old;
  const isUnknown = secretName !== undefined && typeof secretName !== "string";
  if (typeof old !== "string" || isKept || isUnknown) return undefined;
  return `secretName must stay ${shown(old)}, got ${shown(secretName)}: a new secret without a value would take its place, and the old one would be deleted with its value; copy the value, and confirm this by renamedFrom: ${shown(old)}`;
}

import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { settled } from "./late-values";
import { mayHook } from "./refusal";
import { parentOf, toldBy } from "./whole";

/**
 * Refuses to keep policies that the role does not have, beside its own: AWS's provider would put each without a document, and name
 * neither component nor argument. What cannot be asked passes, as in a preview before there is a role.
 */
export function refuseAbsentPolicies(
  name: string,
  component: pulumi.ComponentResource,
  own: string,
): pulumi.ResourceHookBinding {
  if (!mayHook()) return {};
  const kind = component.constructor.name;
  const run = AsyncResource.bind(async ({ newInputs = {} }: pulumi.ResourceHookArgs) => {
    const { policyNames, roleName } = (await settled(newInputs)) as Record<string, unknown>;
    if (typeof roleName !== "string" || !Array.isArray(policyNames)) return;
    if (policyNames.every((one) => one === own)) return;
    const found = await policiesOf(roleName, component).catch(() => undefined);
    if (!Array.isArray(found)) return;
    const absent = policyNames.find((one) => one !== own && !found.includes(one));
    if (typeof absent !== "string") return;
    const says = `keptPolicyNames names "${absent}", which role ${roleName} does not have; leave it out until somebody has put that policy in the role`;
    throw new pulumi.RunError(toldBy(kind, name, parentOf(component), says));
  });
  const hook = new pulumi.ResourceHook(`${kind}$${name}$kept`, run, { onDryRun: true });
  return { beforeCreate: [hook], beforeUpdate: [hook] };
}

/** Names of a role's policies. Rejects where they cannot be asked; `@pulumi/aws` 7.14 lacks the call. */
async function policiesOf(roleName: string, parent: pulumi.ComponentResource): Promise<unknown> {
  const { getRolePoliciesOutput } = await import("@pulumi/aws/iam/getRolePolicies.js");
  return settled(getRolePoliciesOutput({ roleName }, { parent }).policyNames);
}

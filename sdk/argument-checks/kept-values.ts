import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { lost } from "../change-losses/loss";
import { shown } from "../rules/problem";
import { beforeUpdate, mayHook } from "./refusal";
import { parentOf, settled, toldBy } from "./whole";

/** The inputs of a PodSecret that identify the secret it creates. */
interface Named {
  secretName?: unknown;
  renamedFrom?: unknown;
}

/**
 * Refuses an update, and its preview, that would replace a secret that may have a value. The component is updated before any of its
 * children.
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

/** The inputs of a secret that say which keys encrypt it. */
interface Keyed {
  kmsKeyId?: unknown;
  replicas?: { region: string; kmsKeyId?: unknown }[];
}

/**
 * Refuses an update, and its preview, that removes the key of a secret or of one of its replicas. AWS's provider would leave the
 * value under the old key, which then nothing names. Once that key is deleted, the value is lost.
 */
export function refuseKeyRemoval(name: string, component: pulumi.Resource): pulumi.ResourceHook[] {
  return beforeUpdate(`${name}-keep-key`, component, keysTaken, ([reason = ""]) => {
    throw new pulumi.RunError(toldBy("PodSecret", name, parentOf(component), reason));
  });
}

function keysTaken(before: Keyed, after: Keyed): string[] {
  if (isTaken(before.kmsKeyId, after.kmsKeyId)) return [reasonOf("keyArn", before.kmsKeyId)];
  return (after.replicas ?? []).flatMap(({ kmsKeyId, region }, index) => {
    const old = before.replicas?.find((replica) => replica.region === region)?.kmsKeyId;
    return isTaken(old, kmsKeyId) ? reasonOf(`replicas[${index}].keyArn`, old) : [];
  });
}

/** Whether a key goes. AWS's own stays where no other is named; a replica that is imported says its alias. */
function isTaken(before: unknown, after: unknown): boolean {
  return Boolean(before) && !after && before !== "alias/aws/secretsmanager";
}

function reasonOf(property: string, old: unknown): string {
  return `${property} must stay the key that encrypts the value, ${old}, or become ${lost.encryptedAnew}; got none, and ${lost.keyTaken}`;
}

/**
 * Refuses to keep policies that the role does not have. AWS's provider would fail on them one by one, without naming the component
 * or the argument. The check passes when the role cannot be asked, as in a preview before it exists.
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

/** The names of a role's policies. Rejects when they cannot be listed; `@pulumi/aws` 7.14 lacks the call. */
async function policiesOf(roleName: string, parent: pulumi.ComponentResource): Promise<unknown> {
  const { getRolePoliciesOutput } = await import("@pulumi/aws/iam/getRolePolicies.js");
  return settled(getRolePoliciesOutput({ roleName }, { parent }).policyNames);
}

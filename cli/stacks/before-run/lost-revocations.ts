import {
  accountTitle,
  type LandingZone,
  type ResolvedReader,
  type ResolvedRole,
} from "eks-pod-secrets/grant";
import { REVOKED, revocationsIn, revokedRole } from "eks-pod-secrets/policy";
import { type PlannedStack, stackName } from "../../../stacks/stack-plan";
import { documentOf, text } from "../../access-removals/granted";
import { accountAccess } from "../../aws/account-access";
import { failureReason } from "../../aws/aws-error";
import type { ExportedResource } from "../backend/exported-state";
import type { PlannedRun } from "./planned-run";

type Looked = Pick<PlannedRun, "held" | "operation" | "stacks" | "stateOf" | "zone">;

/**
 * Why stacks must not be run: they hold, or will create, a role without the Deny of a revoked reader. `up` would let it read
 * again, and a refresh would remove the revocation from the state.
 */
export async function lostRevocations(run: Looked): Promise<[stack: string, reason: string][]> {
  const found = await Promise.all(
    run.stacks.map(async (stack) => {
      const resources = await heldBy(run, stack.name);
      const reasons = [
        ...(await deletedDenies(stack, resources, run)),
        ...(run.operation === "up" ? await unrevokedRoles(stack, resources, run) : []),
      ];
      return reasons.map((reason): [string, string] => [stack.name, reason]);
    }),
  );
  return found.flat();
}

async function heldBy({ held, stateOf }: Looked, stack: string): Promise<ExportedResource[]> {
  return held.has(stack) ? (await stateOf(stack)).resources : [];
}

/** Roles that have the Deny in their stack's state but not in AWS. */
async function deletedDenies(
  { account, name: stack }: PlannedStack,
  resources: readonly ExportedResource[],
  { operation, zone }: Looked,
): Promise<string[]> {
  const { isRevoked } = await import("../../access-removals/revocation-calls.js");
  const asked = revokedIn(resources, zone).map(async ({ reader, roleName: name }) => {
    const role = `role ${name} of account ${accountTitle(account)}`;
    const revoked = `reader ${reader.id} is revoked by the state of ${stack}`;
    try {
      const access = await accountAccess(account, account.region, operation);
      if (await isRevoked({ name }, access)) return [];
      const deleted = `${role}, or its policy ${REVOKED}, was deleted`;
      return [`${revoked}, and ${deleted}: ${operation} would undo that. ${waysOut(reader)}`];
    } catch (error) {
      return [`${revoked}; ${failureReason(error, `cannot ask whether ${role} still denies it`)}`];
    }
  });
  return (await Promise.all(asked)).flat();
}

/** Roles that a stack will create for readers that the states of other stacks revoke. */
async function unrevokedRoles(
  { account, layer, name: stack }: PlannedStack,
  resources: readonly ExportedResource[],
  run: Looked,
): Promise<string[]> {
  const isMade = ({ id }: ResolvedReader) =>
    resources.some(({ urn }) => urn.endsWith(`aws:iam/role:Role::${id}-role`));
  const toMake = run.zone.readers.flatMap((reader) => {
    const role = roleIn(layer, reader);
    return role?.account === account && !isMade(reader) ? [{ reader, role }] : [];
  });
  const asked = toMake.map(async ({ reader, role }) => {
    for (const other of stacksOf(reader)) {
      if (other === stack || !revokes(await heldBy(run, other), reader)) continue;
      return [
        `reader ${reader.id} is revoked by the state of ${other}, and ${stack} would make role ${role.name} without the Deny: the reader could read again. ${waysOut(reader)}`,
      ];
    }
    return [];
  });
  return (await Promise.all(asked)).flat();
}

function roleIn(
  layer: PlannedStack["layer"],
  { role, targetRole }: ResolvedReader,
): ResolvedRole | undefined {
  if (layer === "cluster") return undefined;
  return layer === "workloads" ? role : targetRole;
}

/** The stacks with a reader's roles and the secrets that it reads. */
function stacksOf({ grants, role }: ResolvedReader): Set<string> {
  const owners = grants.map(({ target }) => stackName(target.account, "secrets"));
  return new Set([stackName(role.account, "workloads"), ...owners]);
}

/** Whether a stack's state has the Deny in a role of a reader or in the policy of a secret. */
function revokes(resources: readonly ExportedResource[], reader: ResolvedReader): boolean {
  const policies = resources.filter(({ type }) => /:SecretPolicy$/.test(type));
  return (
    revokedIn(resources, { readers: [reader] }).length > 0 ||
    policies.some(({ outputs }) => {
      const denies = revocationsIn(documentOf(outputs?.policy) ?? { Statement: [] });
      return denies.some((one) => revokedRole(one) === reader.role.arn);
    })
  );
}

/** Readers for which a stack holds a role with the Deny. */
function revokedIn(
  resources: readonly ExportedResource[],
  { readers }: Pick<LandingZone, "readers">,
): { reader: ResolvedReader; roleName: string }[] {
  return resources.flatMap(({ outputs: { policyNames, roleName } = {}, type, urn }) => {
    if (!/:RolePoliciesExclusive$/.test(type)) return [];
    const reader = readers.find(({ id }) => urn.endsWith(`::${id}-only-policy`));
    const isRevoked = Array.isArray(policyNames) && policyNames.includes(REVOKED);
    return reader && isRevoked ? [{ reader, roleName: text(roleName) }] : [];
  });
}

function waysOut({ id }: ResolvedReader): string {
  return `To let it read, run eks-pod-secrets revoke ${id} --lift, and then eks-pod-secrets up --refresh; otherwise remove readers.${id} from the inventory`;
}

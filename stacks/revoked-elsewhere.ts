import { hasMoved } from "eks-pod-secrets/grant";
import { REVOKED, revokedRole } from "eks-pod-secrets/policy";
import { readRevokedRoles } from "./confirmed";
import { readHeldResources } from "./held-resources";
import { heldRevocations } from "./held-revocations";
import { stackName } from "./stack-plan";
import type { StackScope } from "./stack-scope";

/**
 * ARNs of revoked roles that this account's own stack may never have seen: those that the environment names, and the readers of
 * secrets that move into the account, of whom the stacks of the former owners and of the readers know.
 */
export async function revokedElsewhere({
  account,
  zone,
}: Pick<StackScope, "account" | "zone">): Promise<Set<string>> {
  const moved = zone.secrets.filter((secret) => secret.account === account).filter(hasMoved);
  const readers = moved.flatMap(({ grants }) => grants.map(({ reader }) => reader));
  const [owners, workloads] = await Promise.all([
    held(moved.map(({ former }) => stackName(former.account, "secrets"))),
    held(readers.map(({ role }) => stackName(role.account, "workloads"))),
  ]);
  const denials = owners.flatMap((stack) =>
    moved.flatMap(({ former }) => stack.statements(former.id)),
  );
  const revoked = readers.filter(({ id }) =>
    workloads.some((stack) => stack.policyNames(id).includes(REVOKED)),
  );
  return new Set([
    ...readRevokedRoles(),
    ...denials.flatMap((one) => revokedRole(one) ?? []),
    ...revoked.map(({ role }) => role.arn),
  ]);
}

function held(stacks: readonly string[]) {
  return Promise.all(
    [...new Set(stacks)].map(async (stack) => heldRevocations(await readHeldResources(stack))),
  );
}

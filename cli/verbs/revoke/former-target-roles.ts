import { deployedRole, type ResolvedReader, type ResolvedRole } from "eks-pod-secrets/grant";
import { stackName } from "../../../stacks/stack-plan";
import { exportedState } from "../../stacks/backend/exported-state";
import { projectDirectory } from "../../stacks/backend/project-directory";
import { stacksInBackend } from "../../stacks/backend/stacks-in-backend";

/**
 * The target roles that owners still hold of a reader that has none any more: until its workloads have switched, its pods read as
 * them.
 */
export async function formerTargetRoles(
  { grants, id, role, targetRole }: ResolvedReader,
  inventory: string,
): Promise<ResolvedRole[]> {
  const owners = new Set(grants.map(({ target }) => target.account));
  owners.delete(role.account);
  if (targetRole || owners.size === 0) return [];
  const workDir = projectDirectory(inventory);
  const held = await stacksInBackend(workDir);
  const there = [...owners].filter((owner) => held.has(stackName(owner, "secrets")));
  const found = await Promise.all(
    there.map(async (owner) => {
      const { resources } = await exportedState(workDir, stackName(owner, "secrets"));
      const arns = resources.filter(isTargetRoleOf(id)).map(({ outputs }) => outputs?.arn);
      return arns.filter((arn) => typeof arn === "string").map((arn) => deployedRole(arn, owner));
    }),
  );
  return found.flat();
}

function isTargetRoleOf(reader: string): (resource: { urn: string }) => boolean {
  const ending = `:PodTargetRole$aws:iam/role:Role::${reader}-role`;
  return ({ urn }) => urn.endsWith(ending);
}

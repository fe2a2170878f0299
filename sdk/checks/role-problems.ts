import * as rules from "../rules";
import { parseArn } from "../rules/arn";
import { type Problem, problems } from "../rules/problem";
import { textProblems } from "../rules/text-rule";

interface RoleArgs {
  roleName?: string;
  rolePath?: string;
  permissionsBoundaryArn?: string;
}

/** What IAM would refuse of a role of this account. */
export function roleProblems(
  { permissionsBoundaryArn: boundary, roleName, rolePath }: RoleArgs,
  account: string | undefined,
): Problem[] {
  const at = ["permissionsBoundaryArn"];
  const flaws = rules.arnProblems(at, boundary, rules.policyArn);
  return [
    ...textProblems(["roleName"], roleName, rules.roleName),
    ...textProblems(["rolePath"], rolePath, rules.rolePath),
    ...flaws,
    ...(flaws.length > 0 || boundary === undefined || account === undefined
      ? []
      : problems(at, rules.boundaryFlaw(boundary, account))),
  ];
}

/** A pod becomes roles of its cluster's account alone. */
export function ownRoleProblems(
  path: (string | number)[],
  roleArn: string | undefined,
  clusterArn: string | undefined,
): Problem[] {
  const account = clusterArn && parseArn(clusterArn)?.account;
  if (!account || roleArn === undefined) return [];
  return problems(path, rules.accountFlaw(roleArn, account, ", the cluster's"));
}

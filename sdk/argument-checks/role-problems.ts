import { accountOf } from "../../proof/names/arn";
import * as rules from "../rules";
import type { Path, Problem } from "../rules/problem";
import { textProblems } from "../rules/rule";

interface RoleArgs {
  roleName?: string;
  rolePath?: string;
  permissionsBoundary?: string;
}

/** What IAM would refuse of a role of this account. */
export function roleProblems(args: RoleArgs, account: string | undefined): Problem[] {
  const { permissionsBoundary, roleName, rolePath } = args;
  return [
    ...textProblems(["roleName"], roleName, rules.roleName),
    ...textProblems(["rolePath"], rolePath, rules.rolePath),
    ...rules.arnProblems(["permissionsBoundary"], permissionsBoundary, rules.policyArn, (arn) =>
      rules.boundaryFlaw(arn, account),
    ),
  ];
}

/** A pod becomes roles of its cluster's account alone. */
export function podRoleProblems(
  path: Path,
  roleArn: string | undefined,
  clusterArn: string | undefined,
): Problem[] {
  return rules.arnProblems(path, roleArn, rules.roleArn, (arn) =>
    rules.accountFlaw(arn, accountOf(clusterArn), ", the cluster's"),
  );
}

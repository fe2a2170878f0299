import type { IAM } from "@aws-sdk/client-iam";

import { REVOKED, REVOKED_SESSIONS } from "../../sdk/policy/revocation";
import { nothingIf } from "../aws/aws-error";
import { type Look, RIGHT, wrong } from "./look";

/** Whether a role has the policies that were deployed, by name, and no others. A reader's has no attached ones. */
export async function roleLook(
  iam: IAM,
  RoleName: string,
  policyNames: readonly string[],
): Promise<Look> {
  const { paginateListAttachedRolePolicies, paginateListRolePolicies } = await import(
    "@aws-sdk/client-iam"
  );
  const names: string[] = [];
  const attached: string[] = [];
  const read = async () => {
    for await (const page of paginateListRolePolicies({ client: iam }, { RoleName })) {
      names.push(...(page.PolicyNames ?? []));
    }
    for await (const page of paginateListAttachedRolePolicies({ client: iam }, { RoleName })) {
      attached.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn = "" }) => PolicyArn));
    }
    return true;
  };
  if (!(await read().catch(nothingIf("NoSuchEntityException")))) return wrong("is not there");
  const own = [...policyNames, REVOKED, REVOKED_SESSIONS];
  const more = [...names.filter((name) => !own.includes(name)), ...attached];
  const lacking = policyNames.filter((name) => !names.includes(name));
  const reasons = [
    ...(more.length > 0 ? [`has policies that were not deployed: ${more.join(", ")}`] : []),
    ...(lacking.length > 0 ? [`lacks its policy ${lacking.join(", ")}`] : []),
  ];
  return reasons.length > 0 ? wrong(reasons.join("; ")) : RIGHT;
}

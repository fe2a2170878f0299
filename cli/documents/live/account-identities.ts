import type {
  AttachedPolicy,
  GroupDetail,
  ManagedPolicyDetail,
  PolicyDetail,
  Tag,
} from "@aws-sdk/client-iam";

import type { AccountIdentities, RawPolicy } from "../../../sdk/access";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { ask, askAllPages } from "./live-call";

/** Reads every role, user and group of an account with its policies. */
export async function accountIdentities(access: AccountAccess): Promise<AccountIdentities> {
  const details = await authorizationDetails(access);
  const managed = managedPolicies(access, details.policies);
  const policiesOf = async (inline: PolicyDetail[] = [], attached: AttachedPolicy[] = []) => [
    ...inline.map(({ PolicyDocument }) => decoded(PolicyDocument)),
    ...(await Promise.all(attached.map(({ PolicyArn = "" }) => managed(PolicyArn)))),
  ];
  const boundaryOf = async (arn: string | undefined) => (arn ? managed(arn) : null);

  return {
    roles: await Promise.all(
      details.roles.map(async (role) => ({
        arn: role.Arn ?? "",
        tags: tagsOf(role.Tags),
        trust: decoded(role.AssumeRolePolicyDocument),
        policies: await policiesOf(role.RolePolicyList, role.AttachedManagedPolicies),
        permissionsBoundary: await boundaryOf(role.PermissionsBoundary?.PermissionsBoundaryArn),
      })),
    ),
    users: await Promise.all(
      details.users.map(async (user) => ({
        arn: user.Arn ?? "",
        tags: tagsOf(user.Tags),
        policies: await policiesOf(user.UserPolicyList, user.AttachedManagedPolicies),
        groups: (user.GroupList ?? []).map((name) => groupArn(details.groups, name)),
        permissionsBoundary: await boundaryOf(user.PermissionsBoundary?.PermissionsBoundaryArn),
      })),
    ),
    groups: await Promise.all(
      details.groups.map(async (group) => ({
        arn: group.Arn ?? "",
        policies: await policiesOf(group.GroupPolicyList, group.AttachedManagedPolicies),
      })),
    ),
  };
}

/** AWS tells the groups of a user by name. */
function groupArn(groups: GroupDetail[], name: string): string {
  const arn = groups.find(({ GroupName }) => GroupName === name)?.Arn;
  if (!arn) throw new Error(`AWS names the group ${name} of a user and does not describe it`);
  return arn;
}

async function authorizationDetails(access: AccountAccess) {
  const roles = [];
  const users = [];
  const groups = [];
  const policies = [];
  for (const page of await askAllPages(LIVE_CALLS.getAccountAuthorizationDetails, access, {})) {
    roles.push(...(page.RoleDetailList ?? []));
    users.push(...(page.UserDetailList ?? []));
    groups.push(...(page.GroupDetailList ?? []));
    policies.push(...(page.Policies ?? []));
  }
  return { roles, users, groups, policies };
}

/** Finds managed policies by ARN: among those that came with the account, else by asking for it. */
function managedPolicies(
  access: AccountAccess,
  given: ManagedPolicyDetail[],
): (arn: string) => Promise<RawPolicy> {
  const documents = new Map<string, Promise<RawPolicy>>();
  for (const { Arn = "", PolicyVersionList } of given) {
    const version = PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion);
    if (version?.Document) documents.set(Arn, Promise.resolve(decoded(version.Document)));
  }
  const documentOf = async (PolicyArn: string) => {
    const { Policy } = await ask(LIVE_CALLS.getPolicy, access, { PolicyArn });
    const VersionId = Policy?.DefaultVersionId;
    const read = await ask(LIVE_CALLS.getPolicyVersion, access, { PolicyArn, VersionId });
    return decoded(read.PolicyVersion?.Document);
  };
  return (arn) => {
    const document = documents.get(arn) ?? documentOf(arn);
    documents.set(arn, document);
    return document;
  };
}

/** IAM answers documents percent-encoded. One that it leaves out is not an empty one. */
function decoded(document: string | undefined): RawPolicy {
  if (document === undefined) throw new Error("AWS names a policy and leaves out its document");
  return JSON.parse(decodeURIComponent(document));
}

function tagsOf(tags: Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

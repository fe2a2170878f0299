import {
  type GroupRecord,
  groupsOf,
  type Identity,
  type ManagedPolicyRecord,
  type RoleRecord,
  type UserRecord,
} from "../../identity/records/iam-records";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { tagList } from "../../operations/tags/tags";
import type { Store } from "../../store/store";
import { encode } from "../../wire/signature/canonical-request";
import { attachedOutput } from "./attached-policies";
import { groupOutput } from "./groups";
import { profileOutput, profilesOf } from "./instance-profiles";
import { findAnyManagedPolicy, policyOutput, policyUses } from "./managed-policy-output";

import { versionOutput } from "./policy-versions";
import { boundaryOutput, trustOutput } from "./role-output";

/** Every user, group, role and managed policy of the account, with its documents. */
export function getAccountAuthorizationDetails({ platform, call, input, action }: Request) {
  const { store } = platform;
  platform.authorise(call, { action, resource: "*" });
  const { account } = call.caller;
  const filter = new Set(input.optionalTexts("Filter") ?? []);
  const users = store.values<UserRecord>(["user", account]).map((value) => ({
    kind: "User",
    detail: {
      ...common(value),
      UserName: value.name,
      UserId: value.id,
      UserPolicyList: inlineOutput(value),
      GroupList: groupsOf(store, value).map(({ name }) => name),
    },
  }));
  const groups = store.values<GroupRecord>(["group", account]).map((value) => ({
    kind: "Group",
    detail: {
      ...groupOutput(value),
      GroupPolicyList: inlineOutput(value),
      AttachedManagedPolicies: attachedOutput(value.attachedPolicies),
    },
  }));
  const roles = store.values<RoleRecord>(["role", account]).map((value) => ({
    kind: "Role",
    detail: {
      ...common(value),
      RoleName: value.name,
      RoleId: value.id,
      AssumeRolePolicyDocument: trustOutput(store, value),
      InstanceProfileList: profilesOf(store, value).map((one) => profileOutput(store, one)),
      RolePolicyList: inlineOutput(value),
      RoleLastUsed: {},
    },
  }));
  const all = [...users, ...groups, ...roles, ...policyDetails(store, account)];
  const asked = all.filter(({ kind }) => filter.size === 0 || filter.has(kind));
  const { items, more } = cutPage(asked, input, PAGES.iam, 1000);
  const detailsOf = (...kinds: string[]) =>
    items.filter(({ kind }) => kinds.includes(kind)).map(({ detail }) => detail);
  return {
    UserDetailList: detailsOf("User"),
    GroupDetailList: detailsOf("Group"),
    RoleDetailList: detailsOf("Role"),
    Policies: detailsOf("LocalManagedPolicy", "AWSManagedPolicy"),
    ...more,
  };
}

function policyDetails(store: Store, account: string) {
  const uses = policyUses(store, account);
  const own = store.values<ManagedPolicyRecord>(["policy", account]).map(({ arn }) => arn);
  return [...new Set([...own, ...uses.keys()])].flatMap((arn) => {
    const policy = findAnyManagedPolicy(store, arn);
    if (!policy) return [];
    const ids = Object.keys(policy.versions);
    return {
      kind: arn.split(":")[4] === "aws" ? "AWSManagedPolicy" : "LocalManagedPolicy",
      detail: {
        ...policyOutput(policy, uses.get(arn)),
        Tags: undefined,
        PolicyVersionList: ids.map((id) => versionOutput(policy, id, true)),
      },
    };
  });
}

function common(identity: Identity): Record<string, unknown> {
  return {
    Path: identity.path,
    Arn: identity.arn,
    CreateDate: identity.createDate,
    AttachedManagedPolicies: attachedOutput(identity.attachedPolicies),
    PermissionsBoundary: boundaryOutput(identity),
    Tags: tagList(identity.tags),
  };
}

function inlineOutput({ inlinePolicies }: Identity): unknown[] {
  return Object.entries(inlinePolicies).map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encode(document),
  }));
}

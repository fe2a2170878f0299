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
import { groupOutput } from "./groups";
import { attachedOutput } from "./identity-policies";
import { profileOutput, profilesOf } from "./instance-profiles";
import { findAnyManagedPolicy, policyOutput, policyUses } from "./managed-policy-output";
import { boundaryOutput, trustOutput } from "./new-identity";
import { versionOutput } from "./policy-versions";

/** The AWS quotas that IAM returns here: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const QUOTAS = {
  UsersQuota: 5000,
  GroupsQuota: 300,
  RolesQuota: 1000,
  PoliciesQuota: 1500,
  InstanceProfilesQuota: 1000,
  GroupsPerUserQuota: 10,
  AccessKeysPerUserQuota: 2,
  AttachedPoliciesPerUserQuota: 10,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  VersionsPerPolicyQuota: 5,
  PolicyVersionsInUseQuota: 10_000,
  PolicySizeQuota: 6144,
  AssumeRolePolicySizeQuota: 2048,
  UserPolicySizeQuota: 2048,
  GroupPolicySizeQuota: 5120,
  RolePolicySizeQuota: 10_240,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
};

/** Counts of objects that the sandbox does not have. */
const NONE = {
  AccountMFAEnabled: 0,
  AccountAccessKeysPresent: 0,
  AccountSigningCertificatesPresent: 0,
  MFADevices: 0,
  MFADevicesInUse: 0,
  ServerCertificates: 0,
};

/** Tokens of the global endpoint work in the Regions that are enabled by default. */
const GlobalEndpointTokenVersion = 1;

export function getAccountSummary({ platform: { store, authorise }, call, action }: Request) {
  authorise(call, { action, resource: "*" });
  const { account } = call.caller;
  const count = (kind: string) => store.list([kind, account]).length;
  const versions = store
    .list<ManagedPolicyRecord>(["policy", account])
    .reduce((sum, { value }) => sum + Object.keys(value.versions).length, 0);
  const counts = {
    Users: count("user"),
    Groups: count("group"),
    Roles: count("role"),
    Policies: count("policy"),
    InstanceProfiles: count("instance-profile"),
    Providers: count("oidc-provider"),
    PolicyVersionsInUse: versions,
  };
  return {
    SummaryMap: new Map(
      Object.entries({ ...counts, ...QUOTAS, ...NONE, GlobalEndpointTokenVersion }),
    ),
  };
}

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

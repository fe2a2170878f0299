import type {
  Identity,
  ManagedPolicyRecord,
  RoleRecord,
  UserRecord,
} from "../../identity/records/iam-records";
import type { Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { attachedOutput } from "./attached-policies";
import { list } from "./input";
import { attachmentCounts } from "./managed-policy-lookup";
import { findAnyManagedPolicy, policyOutput } from "./managed-policy-output";
import { page } from "./page";
import { encodeDocument } from "./policy-text";
import { versionOutput } from "./policy-versions";
import { boundaryOutput, trustOutput } from "./role-output";
import { tagList } from "./tags";

/** Every user, role and managed policy of the account, with its documents. */
export function authorizationDetailsOperations(platform: Platform): Record<string, Operation> {
  const { store } = platform;
  return {
    GetAccountAuthorizationDetails: (call, input) => {
      platform.authorise(call, { action: "iam:GetAccountAuthorizationDetails", resource: "*" });
      const { account } = call.caller;
      const filter = new Set(list(input, "Filter").map(String));
      const wanted = (kind: string) => filter.size === 0 || filter.has(kind);
      const users = store.list<UserRecord>(["user", account]).map(({ value }) => ({
        kind: "User",
        detail: {
          ...common(value),
          UserName: value.name,
          UserId: value.id,
          UserPolicyList: inlineOutput(value),
          GroupList: [],
        },
      }));
      const roles = store.list<RoleRecord>(["role", account]).map(({ value }) => ({
        kind: "Role",
        detail: {
          ...common(value),
          RoleName: value.name,
          RoleId: value.id,
          AssumeRolePolicyDocument: trustOutput(store, value),
          InstanceProfileList: [],
          RolePolicyList: inlineOutput(value),
          RoleLastUsed: {},
        },
      }));
      const { items, ...rest } = page(
        [...users, ...roles, ...policyDetails(platform, account)].filter(({ kind }) =>
          wanted(kind),
        ),
        input,
      );
      const of = (...kinds: string[]) =>
        items.filter(({ kind }) => kinds.includes(kind)).map(({ detail }) => detail);
      return {
        UserDetailList: of("User"),
        GroupDetailList: [],
        RoleDetailList: of("Role"),
        Policies: of("LocalManagedPolicy", "AWSManagedPolicy"),
        ...rest,
      };
    },
  };
}

function policyDetails({ store }: Platform, account: string) {
  const counts = attachmentCounts(store, account);
  const own = store.list<ManagedPolicyRecord>(["policy", account]).map(({ value }) => value.arn);
  return [...new Set([...own, ...counts.keys()])].flatMap((arn) => {
    const policy = findAnyManagedPolicy(store, arn);
    if (!policy) return [];
    const ids = Object.keys(policy.versions);
    return {
      kind: arn.split(":")[4] === "aws" ? "AWSManagedPolicy" : "LocalManagedPolicy",
      detail: {
        ...policyOutput(policy, counts.get(arn) ?? 0),
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
    PolicyDocument: encodeDocument(document),
  }));
}

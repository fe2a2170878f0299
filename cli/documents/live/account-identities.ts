import type {
  AttachedPolicy,
  GroupDetail,
  ManagedPolicyDetail,
  PolicyDetail,
} from "@aws-sdk/client-iam";
import type { AccountIdentities, ManagedPolicy, RawPolicy } from "iam-proof";
import { getOrMake } from "iam-proof/collections";
import { grammarError } from "iam-proof/grammar";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { ask, askAllPages, orUnread, parsed, tagsOf, UnreadError } from "./live-call";
import { named } from "./policy-names";

/**
 * Reads all roles, users and groups of an account with their policies. `onUnread` is told whose policy could not be read; the
 * holder then only has the others.
 */
export async function accountIdentities(
  access: AccountAccess,
  onUnread: (arn: string, error: UnreadError) => void,
): Promise<AccountIdentities & { managedPolicies: ManagedPolicy[] }> {
  const details = await authorizationDetails(access);
  const managed = managedPolicies(access, details.policies);
  const managedOf = (holder: string, policy: string): Promise<RawPolicy[]> =>
    orUnread(
      async () => [await managed(policy)],
      (error) => {
        onUnread(holder, error);
        return [];
      },
    );
  const policiesOf = async (
    holder: string,
    inline: PolicyDetail[] = [],
    attached: AttachedPolicy[] = [],
  ) => [
    ...inline.map(({ PolicyDocument, PolicyName }) =>
      named(`inline policy ${PolicyName}`, decoded(PolicyDocument)),
    ),
    ...(
      await Promise.all(attached.map(({ PolicyArn = "" }) => managedOf(holder, PolicyArn)))
    ).flat(),
  ];
  const boundaryOf = async (holder: string, arn: string | undefined) =>
    arn ? ((await managedOf(holder, arn))[0] ?? null) : null;

  const roles = details.roles;
  const holders = [...roles, ...details.users, ...details.groups];
  return {
    managedPolicies: details.policies.flatMap(({ Arn: arn = "", PolicyVersionList = [] }) => {
      const version = (isDefault: boolean) =>
        PolicyVersionList.filter((one) => one.IsDefaultVersion === isDefault)
          .map((one) => decoded(one.Document))
          .filter((document) => !grammarError({ name: arn, document }, "identity"));
      const [document] = version(true);
      // It is not understood, or AWS did not return it: everyone who has it is a gap.
      if (!document || arn.includes(":iam::aws:")) return [];
      const arnsOf = (all: { Arn?: string }[]) => all.flatMap((one) => one.Arn ?? []);
      const attachedTo = arnsOf(
        holders.filter((one) =>
          one.AttachedManagedPolicies?.some(({ PolicyArn }) => PolicyArn === arn),
        ),
      );
      const boundaryOf = arnsOf(
        [...roles, ...details.users].filter(
          (one) => one.PermissionsBoundary?.PermissionsBoundaryArn === arn,
        ),
      );
      return [{ arn, document, versions: version(false), attachedTo, boundaryOf }];
    }),
    roles: await Promise.all(
      details.roles.map(async ({ Arn: arn = "", ...role }) => ({
        arn,
        tags: tagsOf(role.Tags),
        trust: decoded(role.AssumeRolePolicyDocument),
        policies: await policiesOf(arn, role.RolePolicyList, role.AttachedManagedPolicies),
        permissionsBoundary: await boundaryOf(
          arn,
          role.PermissionsBoundary?.PermissionsBoundaryArn,
        ),
      })),
    ),
    users: await Promise.all(
      details.users.map(async ({ Arn: arn = "", ...user }) => ({
        arn,
        tags: tagsOf(user.Tags),
        policies: await policiesOf(arn, user.UserPolicyList, user.AttachedManagedPolicies),
        groups: (user.GroupList ?? []).map((name) => groupArn(details.groups, name)),
        permissionsBoundary: await boundaryOf(
          arn,
          user.PermissionsBoundary?.PermissionsBoundaryArn,
        ),
      })),
    ),
    groups: await Promise.all(
      details.groups.map(async ({ Arn: arn = "", ...group }) => ({
        arn,
        policies: await policiesOf(arn, group.GroupPolicyList, group.AttachedManagedPolicies),
      })),
    ),
  };
}

/** The ARN of a group: AWS returns a user's groups by name. */
function groupArn(groups: GroupDetail[], name: string): string {
  const arn = groups.find(({ GroupName }) => GroupName === name)?.Arn;
  if (!arn) throw notWhole(`AWS names the group ${name} of a user and does not describe it`);
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

/** Finds managed policies by ARN, among those returned with the account or with a separate call. */
function managedPolicies(
  access: AccountAccess,
  given: ManagedPolicyDetail[],
): (arn: string) => Promise<RawPolicy> {
  const documents = new Map<string, Promise<RawPolicy>>();
  for (const { Arn = "", PolicyVersionList } of given) {
    const version = PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion);
    if (version?.Document) {
      documents.set(Arn, Promise.resolve(named(Arn, decoded(version.Document))));
    }
  }
  const documentOf = async (PolicyArn: string) => {
    const { Policy } = await ask(LIVE_CALLS.getPolicy, access, { PolicyArn });
    const VersionId = Policy?.DefaultVersionId;
    const read = await ask(LIVE_CALLS.getPolicyVersion, access, { PolicyArn, VersionId });
    return named(
      PolicyArn,
      decoded(read.PolicyVersion?.Document, LIVE_CALLS.getPolicyVersion.action),
    );
  };
  return (arn) => getOrMake(documents, arn, () => documentOf(arn));
}

/** Decodes a document, which IAM returns percent-encoded. A missing document is not an empty one. */
function decoded(document: string | undefined, action?: string): RawPolicy {
  if (document === undefined) {
    throw notWhole("AWS names a policy and leaves out its document", action);
  }
  return parsed(action ?? LIVE_CALLS.getAccountAuthorizationDetails.action, () =>
    JSON.parse(decodeURIComponent(document)),
  );
}

function notWhole(
  reason: string,
  action = LIVE_CALLS.getAccountAuthorizationDetails.action,
): UnreadError {
  return new UnreadError(action, reason);
}

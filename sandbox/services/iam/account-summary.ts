import type { ManagedPolicyRecord } from "../../identity/records/iam-records";
import type { Request } from "../../operations/service";

/** AWS's quotas, as far as IAM answers them here: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
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

/** What the sandbox lacks, of which there is none. */
const NONE = {
  AccountMFAEnabled: 0,
  AccountAccessKeysPresent: 0,
  AccountSigningCertificatesPresent: 0,
  MFADevices: 0,
  MFADevicesInUse: 0,
  ServerCertificates: 0,
};

/** Tokens of the global endpoint hold in the Regions that are enabled by default. */
const GlobalEndpointTokenVersion = 1;

/** How many of each the account has. */
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

import type { Entry } from "./entry";

export const quotaOfAccount: Entry = {
  id: "EPS-780",
  title: "a quota of the account is used up",
  texts: [
    "exceed one of the Secrets Manager quotas",
    "Cannot exceed quota for RolesPerAccount",
    "Cannot exceed quota for PoliciesPerAccount",
    "(LimitExceededException) … when calling the CreateKey operation",
    "Key quota for this account",
    "You've reached your quota for",
    "Cannot exceed quota for {PoliciesPerRole|InstanceSessionsPerInstanceProfile|RolesPerInstanceProfile|OpenIdConnectProvidersPerAccount|PoliciesPerUser}",
    "{VcpuLimitExceeded|Your AWS account is unable to launch any more instances}",
  ],
  errors: [
    "{LimitExceededException|ResourceLimitExceededException|*LimitExceeded|*LimitExceededFault|*QuotaExceeded|*QuotaExceededException}",
    "cloudformation ServiceLimitExceeded",
  ],
  over: ["EPS-724", "EPS-830"],
  why: "AWS counts secrets, roles, policies, associations and instances in each account, and makes no more of them.",
  check:
    "`aws service-quotas list-service-quotas --service-code iam`, or `secretsmanager`, `eks` or `ec2`.",
  mend: "Ask for a higher quota in Service Quotas, or delete what nobody uses.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    "https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html",
  ],
};

import type { Entry } from "./entry";

export const quotaOfAccount: Entry = {
  id: "EPS-780",
  title: "a quota of the account is used up",
  texts: [
    "exceed one of the Secrets Manager quotas",
    "ResourceLimitExceededException",
    "Cannot exceed quota for RolesPerAccount",
    "Cannot exceed quota for PoliciesPerAccount",
    "(LimitExceededException) … when calling the CreateKey operation",
    "Key quota for this account",
  ],
  errors: [
    "{LimitExceeded|LimitExceededException|ServiceQuotaExceededException|ResourceLimitExceeded|ResourceLimitExceededException}",
    "cloudformation ServiceLimitExceeded",
  ],
  why: "AWS counts secrets, roles, policies and associations in each account, and makes no more of them.",
  check:
    "`aws service-quotas list-service-quotas --service-code iam`, or `secretsmanager`, or `eks`.",
  mend: "Ask for a higher quota in Service Quotas, or delete what nobody uses.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    "https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html",
  ],
};

import { managedPolicyDocument } from "../../identity/policies/aws-managed-policies";
import { findManagedPolicy } from "../../identity/policies/policies-in-force";
import type { Identity, ManagedPolicyRecord } from "../../identity/records/iam-records";
import { tagList } from "../../operations/tags/tags";
import type { Store } from "../../store/store";

/** What account's and AWS's managed policies have in common. */
export type AnyManagedPolicy = Omit<ManagedPolicyRecord, "account" | "lastVersion">;

const AWS_DATE = new Date("2015-02-06T18:40:00Z");

/** A managed policy by its ARN: an account's, or one of AWS's that the sandbox knows. */
export function findAnyManagedPolicy(store: Store, arn: string): AnyManagedPolicy | undefined {
  const document = managedPolicyDocument(arn);
  if (document === undefined) return findManagedPolicy(store, arn);
  const [, path = "/", name = ""] = /:policy(\/.*?)?([^/]+)$/.exec(arn) ?? [];
  return {
    path,
    name,
    id: `ANPA${Buffer.from(name).toString("hex").toUpperCase().slice(0, 17).padEnd(17, "0")}`,
    arn,
    createDate: AWS_DATE,
    updateDate: AWS_DATE,
    tags: {},
    defaultVersion: "v1",
    versions: { v1: { document, createDate: AWS_DATE } },
  };
}

/** A managed policy as `GetPolicy` answers it. */
export function policyOutput(
  policy: AnyManagedPolicy,
  attachmentCount: number,
): Record<string, unknown> {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attachmentCount,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: policy.createDate,
    UpdateDate: policy.updateDate,
    Tags: tagList(policy.tags),
  };
}

/** How often each managed policy is attached in an account, or bounds something in it, by ARN. */
export function attachmentCounts(store: Store, account: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of ["role", "user", "group"] as const) {
    for (const { value } of store.list<Identity>([kind, account])) {
      const { attachedPolicies, permissionsBoundary } = value;
      for (const arn of [...attachedPolicies, permissionsBoundary]) {
        if (arn !== undefined) counts.set(arn, (counts.get(arn) ?? 0) + 1);
      }
    }
  }
  return counts;
}

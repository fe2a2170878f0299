import { managedPolicyDocument } from "../../identity/policies/aws-managed-policies";
import { findManagedPolicy } from "../../identity/policies/policies-in-force";
import type { Identity, ManagedPolicyRecord } from "../../identity/records/iam-records";
import { tagList } from "../../operations/tags/tags";
import type { Store } from "../../store/store";

export type AnyManagedPolicy = Omit<ManagedPolicyRecord, "account" | "lastVersion">;

const AWS_DATE = new Date("2015-02-06T18:40:00Z");

export function findAnyManagedPolicy(store: Store, arn: string): AnyManagedPolicy | undefined {
  const document = managedPolicyDocument(arn);
  if (document === undefined) return findManagedPolicy(store, arn);
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  return {
    path: policyPath(arn),
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

export function lackingPolicy(arn: string): string {
  return arn.split(":")[4] === "aws" ? ` ${arn} is not offered by the sandbox.` : "";
}

export function policyPath(arn: string): string {
  return arn.slice(arn.indexOf(":policy/") + ":policy".length, arn.lastIndexOf("/") + 1);
}

export function policyOutput(
  policy: AnyManagedPolicy,
  { attached, bounding }: PolicyUse = UNUSED,
): Record<string, unknown> {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attached,
    PermissionsBoundaryUsageCount: bounding,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: policy.createDate,
    UpdateDate: policy.updateDate,
    Tags: tagList(policy.tags),
  };
}

export interface PolicyUse {
  attached: number;
  bounding: number;
}

const UNUSED: PolicyUse = { attached: 0, bounding: 0 };

export function policyUses(store: Store, account: string): Map<string, PolicyUse> {
  const uses = new Map<string, PolicyUse>();
  const count = (arn: string, as: keyof PolicyUse) => {
    const use = uses.get(arn) ?? UNUSED;
    uses.set(arn, { ...use, [as]: use[as] + 1 });
  };
  for (const kind of ["role", "user", "group"] as const) {
    for (const { value } of store.list<Identity>([kind, account])) {
      for (const arn of value.attachedPolicies) count(arn, "attached");
      if (value.permissionsBoundary !== undefined) count(value.permissionsBoundary, "bounding");
    }
  }
  return uses;
}

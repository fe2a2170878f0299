import { findManagedPolicy } from "../../identity/policies/policies-in-force";
import type { ManagedPolicyRecord } from "../../identity/records/iam-records";
import { randomId } from "../../identity/records/random";
import type { Call, Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from "./errors";
import { readPath } from "./identities";
import { list, text } from "./input";
import { attachmentCounts } from "./managed-policy-lookup";
import { type AnyManagedPolicy, findAnyManagedPolicy, policyOutput } from "./managed-policy-output";
import { page } from "./page";
import { checkPolicy, policySize } from "./policy-text";
import { mergeTags, readTags, requestTagContext, tagList, withoutTags } from "./tags";

const SIZE_LIMIT = 6144;

/** Life and death of an account's managed policies; AWS's own are read-only. */
export function managedPolicyOperations(platform: Platform): Record<string, Operation> {
  const { store } = platform;
  return {
    CreatePolicy: (call, input) => {
      const name = text(input, "PolicyName", { min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ });
      const path = readPath(input);
      const { account, partition } = call.caller;
      const arn = `arn:${partition}:iam::${account}:policy${path}${name}`;
      const tags = mergeTags({}, readTags(input));
      platform.authorise(call, {
        action: "iam:CreatePolicy",
        resource: arn,
        context: requestTagContext(tags),
      });
      const description = text(input, "Description", { optional: true, max: 1000 });
      const record: ManagedPolicyRecord = {
        account,
        path,
        name,
        id: randomId("ANPA"),
        arn,
        ...(description !== undefined && { description }),
        createDate: call.now,
        updateDate: call.now,
        tags,
        defaultVersion: "v1",
        versions: { v1: { document: readDocument(input), createDate: call.now } },
        lastVersion: 1,
      };
      store.transaction((writer) => {
        if (store.get(["policy", account, name.toLowerCase()])) {
          throw alreadyExists(
            `A policy called ${name} already exists. Duplicate names are not allowed.`,
          );
        }
        writer.put(["policy", account, name.toLowerCase()], record);
      });
      return { Policy: policyOutput(record, 0) };
    },

    GetPolicy: (call, input) => {
      const policy = authorisedPolicy(platform, call, input, "GetPolicy");
      const count = attachmentCounts(store, call.caller.account).get(policy.arn) ?? 0;
      return { Policy: policyOutput(policy, count) };
    },

    DeletePolicy: (call, input) => {
      store.transaction((writer) => {
        const policy = authorisedOwnPolicy(platform, call, input, "DeletePolicy");
        if (attachmentCounts(store, policy.account).has(policy.arn)) {
          throw deleteConflict("Cannot delete a policy attached to entities.");
        }
        if (Object.keys(policy.versions).length > 1) {
          throw deleteConflict(
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
          );
        }
        writer.remove(["policy", policy.account, policy.name.toLowerCase()]);
      });
      return {};
    },

    ListPolicies: (call, input) => {
      platform.authorise(call, { action: "iam:ListPolicies", resource: "*" });
      const counts = attachmentCounts(store, call.caller.account);
      const policies = store
        .list<ManagedPolicyRecord>(["policy", call.caller.account])
        .map(({ value }) => value);
      const { items, ...rest } = page(policies, input);
      return {
        Policies: items.map((policy) => policyOutput(policy, counts.get(policy.arn) ?? 0)),
        ...rest,
      };
    },

    ListPolicyTags: (call, input) => {
      const { tags } = authorisedPolicy(platform, call, input, "ListPolicyTags");
      const { items, ...rest } = page(tagList(tags), input);
      return { Tags: items, ...rest };
    },

    TagPolicy: (call, input) => {
      const tags = readTags(input);
      store.transaction((writer) => {
        const policy = authorisedOwnPolicy(platform, call, input, "TagPolicy");
        const changed = { ...policy, tags: mergeTags(policy.tags, tags) };
        writer.put(["policy", policy.account, policy.name.toLowerCase()], changed);
      });
      return {};
    },

    UntagPolicy: (call, input) => {
      const keys = list(input, "TagKeys").map(String);
      store.transaction((writer) => {
        const policy = authorisedOwnPolicy(platform, call, input, "UntagPolicy");
        const changed = { ...policy, tags: withoutTags(policy.tags, keys) };
        writer.put(["policy", policy.account, policy.name.toLowerCase()], changed);
      });
      return {};
    },
  };
}

/** Reads `PolicyDocument` of a managed policy, within its size. */
export function readDocument(input: Record<string, unknown>): string {
  const document = text(input, "PolicyDocument", { min: 1 });
  checkPolicy("identity", document);
  if (policySize(document) > SIZE_LIMIT) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${SIZE_LIMIT}`);
  }
  return document;
}

/** The managed policy that an input names, AWS's own included, once the caller may do `action` to it. */
export function authorisedPolicy(
  platform: Platform,
  call: Call,
  input: Record<string, unknown>,
  action: string,
): AnyManagedPolicy {
  const arn = text(input, "PolicyArn", { min: 20, max: 2048 });
  platform.authorise(call, { action: `iam:${action}`, resource: arn });
  const owner = arn.split(":")[4];
  const found = findAnyManagedPolicy(platform.store, arn);
  if (!found || (owner !== "aws" && owner !== call.caller.account)) {
    throw noSuchEntity(`Policy ${arn} was not found.`);
  }
  return found;
}

/** The same for a policy of the caller's own account. */
export function authorisedOwnPolicy(
  platform: Platform,
  call: Call,
  input: Record<string, unknown>,
  action: string,
): ManagedPolicyRecord {
  const { arn } = authorisedPolicy(platform, call, input, action);
  const record = findManagedPolicy(platform.store, arn);
  if (!record) throw noSuchEntity(`Policy ${arn} cannot be changed: AWS manages it.`);
  return record;
}

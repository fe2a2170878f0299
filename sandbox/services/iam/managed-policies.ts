import { sizeQuotas } from "iam-proof/quotas";
import { AWS_MANAGED_POLICIES } from "../../identity/policies/aws-managed-policies";
import { findManagedPolicy } from "../../identity/policies/policies-in-force";
import { type ManagedPolicyRecord, randomId } from "../../identity/records/iam-records";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { authoriseNewTags, requestTagContext } from "../../operations/tags/tags";
import type { Store, StoreKey } from "../../store/store";
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from "./errors";
import { pathFilter, readPath } from "./identities";
import {
  type AnyManagedPolicy,
  findAnyManagedPolicy,
  lackingPolicy,
  policyOutput,
  policyUses,
} from "./managed-policy-output";
import { checkPolicy, policySize } from "./policy-text";
import { addedTags, readTags, removedTags, tagPage } from "./tags";

const SIZE_LIMIT = sizeQuotas.managedPolicy.default;

export function createPolicy({ platform, call, input, action }: Request) {
  const { store } = platform;
  const name = input.text("PolicyName", { min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ });
  const path = readPath(input);
  const { account, partition } = call.caller;
  const arn = `arn:${partition}:iam::${account}:policy${path}${name}`;
  const tags = readTags(input);
  platform.authorise(call, { action, resource: arn, context: requestTagContext(tags) });
  authoriseNewTags({ platform, call }, "iam:TagPolicy", arn, tags);
  const description = input.optionalText("Description", { max: 1000 });
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
    if (store.get(policyKey(record))) {
      throw alreadyExists(
        `A policy called ${name} already exists. Duplicate names are not allowed.`,
      );
    }
    writer.put(policyKey(record), record);
  });
  const given = Object.keys(tags).length > 0 ? {} : { Tags: undefined };
  return { Policy: { ...policyOutput(record), Description: undefined, ...given } };
}

export function getPolicy(request: Request) {
  const policy = authorisedPolicy(request);
  const uses = policyUses(request.platform.store, request.call.caller.account);
  return { Policy: policyOutput(policy, uses.get(policy.arn)) };
}

export function deletePolicy(request: Request) {
  const { store } = request.platform;
  store.transaction((writer) => {
    const policy = authorisedOwnPolicy(request);
    if (policyUses(store, policy.account).has(policy.arn)) {
      throw deleteConflict("Cannot delete a policy attached to entities.");
    }
    if (Object.keys(policy.versions).length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    writer.remove(policyKey(policy));
  });
}

export function listPolicies({ platform, call, input, action }: Request) {
  const { store } = platform;
  platform.authorise(call, { action, resource: "*" });
  const scope = input.optionalText("Scope", { oneOf: ["All", "AWS", "Local"] }) ?? "All";
  const usage = input.optionalText("PolicyUsageFilter", {
    oneOf: ["PermissionsPolicy", "PermissionsBoundary"],
  });
  const onlyAttached = input.flag("OnlyAttached");
  const { account, partition } = call.caller;
  const uses = policyUses(store, account);
  const policies = [
    ...(scope === "AWS" ? [] : ownPolicies(store, account)),
    ...(scope === "Local" ? [] : awsPolicies(store, partition)),
  ]
    .filter(pathFilter(input))
    .filter(({ arn }) => !onlyAttached || uses.get(arn)?.attached)
    .filter(({ arn }) => usage !== "PermissionsPolicy" || uses.get(arn)?.attached)
    .filter(({ arn }) => usage !== "PermissionsBoundary" || uses.get(arn)?.bounding);
  const { items, more } = cutPage(policies, input, PAGES.iam, 1000);
  return {
    Policies: items.map((policy) => ({
      ...policyOutput(policy, uses.get(policy.arn)),
      Description: undefined,
      Tags: undefined,
    })),
    ...more,
  };
}

function ownPolicies(store: Store, account: string): AnyManagedPolicy[] {
  return store.values<ManagedPolicyRecord>(["policy", account]);
}

function awsPolicies(store: Store, partition: string): AnyManagedPolicy[] {
  return AWS_MANAGED_POLICIES.flatMap(
    (name) => findAnyManagedPolicy(store, `arn:${partition}:iam::aws:policy/${name}`) ?? [],
  );
}

export function listPolicyTags(request: Request) {
  return tagPage(authorisedPolicy(request).tags, request.input);
}

export function tagPolicy(request: Request) {
  const added = addedTags(request);
  changePolicy(request, (policy) => ({ ...policy, tags: added.of(policy.tags) }));
}

export function untagPolicy(request: Request) {
  const removed = removedTags(request);
  changePolicy(request, (policy) => ({ ...policy, tags: removed.of(policy.tags) }));
}

export function readDocument(input: Input): string {
  const document = input.text("PolicyDocument", { min: 1 });
  checkPolicy("managed", document);
  if (policySize(document) > SIZE_LIMIT) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${SIZE_LIMIT}`);
  }
  return document;
}

export function readPolicyArn(input: Input): string {
  return input.text("PolicyArn", { min: 20, max: 2048 });
}

/** The managed policy that an input names, AWS's own included, if the caller may do this with it. */
export function authorisedPolicy({ platform, call, input, action }: Request): AnyManagedPolicy {
  const arn = readPolicyArn(input);
  platform.authorise(call, { action, resource: arn });
  const owner = arn.split(":")[4];
  const found = findAnyManagedPolicy(platform.store, arn);
  if (!found || (owner !== "aws" && owner !== call.caller.account)) {
    throw noSuchEntity(`Policy ${arn} was not found.${lackingPolicy(arn)}`);
  }
  return found;
}

/** Replaces a policy of the caller's account with the result of `change`, if the caller may. */
export function changePolicy(
  request: Request,
  change: (policy: ManagedPolicyRecord) => ManagedPolicyRecord,
): ManagedPolicyRecord {
  return request.platform.store.transaction((writer) => {
    const changed = change(authorisedOwnPolicy(request));
    writer.put(policyKey(changed), changed);
    return changed;
  });
}

function authorisedOwnPolicy(request: Request): ManagedPolicyRecord {
  const { arn } = authorisedPolicy(request);
  const record = findManagedPolicy(request.platform.store, arn);
  if (!record) throw noSuchEntity(`Policy ${arn} cannot be changed: AWS manages it.`);
  return record;
}

function policyKey({ account, name }: ManagedPolicyRecord): StoreKey {
  return ["policy", account, name.toLowerCase()];
}

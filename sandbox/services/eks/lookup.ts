import { formatArn } from "../../../sdk/rules/arn";
import {
  type ClusterChild,
  type ClusterRecord,
  type ClusterRef,
  childKey,
  clusterKey,
} from "../../clusters/records";
import type { Store } from "../../store/store";
import { AwsError, type Call } from "../../wire/messages/operation";
import type { AccessCheck, Platform } from "../../wire/messages/service";

/** No name of EKS is longer; a longer one names nothing. */
const NAME_LIMIT = 1024;

/** The caller's own cluster of that name: a call acts in its account and region only. */
export function clusterOf(call: Call, name: string): ClusterRef {
  if (!/^[0-9A-Za-z_-]{1,100}$/.test(name)) throw notFound(`No cluster found for name: ${name}.`);
  return { account: call.caller.account, region: call.region, name };
}

/** ARN of an EKS resource of the caller's account. */
export function eksArn(call: Call, resource: string): string {
  const { account, partition } = call.caller;
  return formatArn({ partition, service: "eks", region: call.region, account, resource });
}

/** The record of a cluster, or EKS's own error where there is none. */
export function requireCluster(store: Store, cluster: ClusterRef): ClusterRecord {
  const record = store.get<ClusterRecord>(clusterKey(cluster));
  if (!record) throw notFound(`No cluster found for name: ${cluster.name}.`);
  return record;
}

/**
 * A cluster's nodegroup, add-on, association or access entry, authorised on its own ARN. Where it does not exist,
 * the call is authorised on `fallbackArn`, so that only those who may look learn that there is nothing.
 */
export function requireChild<T extends { tags: Record<string, string> }>(
  platform: Platform,
  call: Call,
  action: string,
  child: {
    kind: ClusterChild;
    cluster: ClusterRef;
    id: string;
    arnOf: (record: T) => string;
    fallbackArn: string;
    missing: string;
  },
): T {
  const nameable = child.id.length <= NAME_LIMIT && !child.id.includes("\0");
  const record = nameable
    ? platform.store.get<T>(childKey(child.kind, child.cluster, child.id))
    : undefined;
  authorise(platform, call, {
    action,
    resource: record ? child.arnOf(record) : child.fallbackArn,
    resourceTags: record?.tags,
  });
  if (record) return record;
  requireCluster(platform.store, child.cluster);
  throw notFound(child.missing);
}

/** Authorises an EKS action; the resource's tags are left out where it has none. */
export function authorise(platform: Platform, call: Call, check: AccessCheck): void {
  platform.authorise(call, { ...check, action: qualified(check.action) });
}

/** EKS's 404. */
export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, 404);
}

/** EKS's 409. */
export function inUse(message: string): AwsError {
  return new AwsError("ResourceInUseException", message, 409);
}

function qualified(action: string): string {
  return action.includes(":") ? action : `eks:${action}`;
}

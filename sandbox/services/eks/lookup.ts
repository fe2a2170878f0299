import { formatArn } from "iam-proof/names";
import {
  type ClusterChild,
  type ClusterRecord,
  type ClusterRef,
  childKey,
  clusterKey,
} from "../../clusters/records";
import type { AccessCheck } from "../../identity/authorisation/access-check";
import { refusal } from "../../operations/input/refusals";
import type { Request } from "../../operations/service";
import type { Store } from "../../store/store";
import type { Call } from "../../wire/messages";

export const notFound = refusal("ResourceNotFoundException", 404);
export const inUse = refusal("ResourceInUseException", 409);

/** Longest name in EKS. A longer one names nothing. */
const NAME_LIMIT = 1024;

export function clusterOf(call: Call, name: string): ClusterRef {
  if (!/^[0-9A-Za-z_-]{1,100}$/.test(name)) throw notFound(`No cluster found for name: ${name}.`);
  return { account: call.caller.account, region: call.region, name };
}

export function eksArn(call: Call, resource: string): string {
  const { account, partition } = call.caller;
  return formatArn({ partition, service: "eks", region: call.region, account, resource });
}

/** The cluster `clusterName`, existing or not, if the caller may do this with it. */
export function authoriseCluster(
  { platform, call, input, action }: Request,
  check: Partial<AccessCheck> = {},
): ClusterRef {
  const cluster = clusterOf(call, input.text("clusterName"));
  const resource = eksArn(call, `cluster/${cluster.name}`);
  platform.authorise(call, { action, resource, ...check });
  return cluster;
}

export function requireCluster(store: Store, cluster: ClusterRef): ClusterRecord {
  const record = store.get<ClusterRecord>(clusterKey(cluster));
  if (!record) throw notFound(`No cluster found for name: ${cluster.name}.`);
  return record;
}

/** Children of a cluster: nodegroups, add-ons, associations, access entries. */
export interface ChildKind<T> {
  kind: ClusterChild;
  member: string;
  arnOf(record: T): string;
  /** ARN suffix to authorise a request for a missing record: a caller without permission must not learn that it is missing. */
  resource(cluster: string, id: string): string;
  /** Condition keys of the resource, besides its tags. */
  keysOf?(record: T, cluster: string): AccessCheck["context"];
  /** EKS's message for a missing one. */
  missing(cluster: string, id: string): string;
}

/** The record that the input names, and its cluster, if the caller may do this with it. */
export function requireChild<T extends { tags: Record<string, string> }>(
  { platform, call, input, action }: Request,
  { kind, member, arnOf, keysOf, resource, missing }: ChildKind<T>,
  context: AccessCheck["context"] = {},
): { cluster: ClusterRecord; record: T } {
  const { store } = platform;
  const ref = clusterOf(call, input.text("clusterName"));
  const id = input.text(member);
  const isName = id.length <= NAME_LIMIT && !id.includes("\0");
  const record = isName ? store.get<T>(childKey(kind, ref, id)) : undefined;
  platform.authorise(call, {
    action,
    resource: record ? arnOf(record) : eksArn(call, resource(ref.name, id)),
    resourceTags: record?.tags,
    context: { ...(record && keysOf?.(record, ref.name)), ...context },
  });
  const cluster = requireCluster(store, ref);
  if (!record) throw notFound(missing(ref.name, id));
  return { cluster, record };
}

export function listChildren<T>(request: Request, { kind }: ChildKind<T>): T[] {
  const cluster = requireCluster(request.platform.store, authoriseCluster(request));
  return request.platform.store.values<T>(childKey(kind, cluster));
}

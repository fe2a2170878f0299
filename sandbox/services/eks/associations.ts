import { sizeQuotas } from "iam-proof/quotas";
import {
  type AssociationRecord,
  associationId,
  type ClusterRecord,
  childKey,
} from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import { findRoleByArn } from "../../identity/records/iam-records";
import { announceChange } from "../../kubernetes/objects/history";
import type { Input } from "../../operations/input/input";
import { invalidParameter } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Calling, Request } from "../../operations/service";
import { authoriseNewTags, requestTagContext } from "../../operations/tags/tags";
import {
  authoriseCluster,
  type ChildKind,
  eksArn,
  inUse,
  listChildren,
  requireChild,
  requireCluster,
} from "./lookup";
import { authorisePassRole, trustsPodIdentity } from "./pass-role";
import { readTags } from "./tags";

const ASSOCIATION: ChildKind<AssociationRecord> = {
  kind: "eks-association",
  member: "associationId",
  arnOf: (record) => record.associationArn,
  resource: (cluster, id) => `podidentityassociation/${cluster}/${id}`,
  missing: (cluster, id) =>
    `No pod identity association found for id: ${id} in cluster: ${cluster}`,
};

const SESSION_POLICY_LIMIT = sizeQuotas.sessionPolicy.default;

export function createPodIdentityAssociation(request: Request) {
  const { platform, input } = request;
  const tags = readTags(input);
  const ref = authoriseCluster(request, { context: requestTagContext(tags) });
  const cluster = requireCluster(platform.store, ref);
  const association = newAssociation(request, cluster, input, tags);
  authoriseNewTags(request, "eks:TagResource", association.associationArn, tags);
  putAssociation(platform, cluster, association);
  return { association };
}

export function describePodIdentityAssociation(request: Request) {
  return { association: requireChild(request, ASSOCIATION).record };
}

export function updatePodIdentityAssociation(request: Request) {
  const { call, input } = request;
  const { store } = request.platform;
  const { cluster, record } = requireChild(request, ASSOCIATION);
  const association = withExternalId(cluster, {
    ...record,
    roleArn: input.optionalText("roleArn") ?? record.roleArn,
    disableSessionTags: input.optionalFlag("disableSessionTags") ?? record.disableSessionTags,
    targetRoleArn: replaced(input.optionalText("targetRoleArn"), record.targetRoleArn),
    policy: replaced(input.optionalText("policy"), record.policy),
    modifiedAt: call.now,
  });
  checkRoles(request, cluster, association);
  const key = childKey("eks-association", cluster, association.associationId);
  store.transaction((writer) => writer.put(key, association));
  announceChange(store, cluster);
  return { association };
}

export function deletePodIdentityAssociation(request: Request) {
  const { cluster, record: association } = requireChild(request, ASSOCIATION);
  const key = childKey("eks-association", cluster, association.associationId);
  request.platform.store.transaction((writer) => writer.remove(key));
  return { association };
}

export function listPodIdentityAssociations(request: Request) {
  const { input } = request;
  const all = listChildren(request, ASSOCIATION);
  const namespace = input.optionalText("namespace");
  const serviceAccount = input.optionalText("serviceAccount");
  const found = all.filter(
    (association) =>
      (!namespace || association.namespace === namespace) &&
      (!serviceAccount || association.serviceAccount === serviceAccount),
  );
  const { items, more } = cutPage(found, input, PAGES.eks, 100);
  return { associations: items.map(summary), ...more };
}

export function newAssociation(
  request: Calling,
  cluster: ClusterRecord,
  input: Input,
  tags: Record<string, string>,
): AssociationRecord {
  const id = associationId();
  const association = withExternalId(cluster, {
    associationId: id,
    associationArn: eksArn(request.call, `podidentityassociation/${cluster.name}/${id}`),
    clusterName: cluster.name,
    namespace: kubernetesName(input, "namespace", 63),
    serviceAccount: kubernetesName(input, "serviceAccount", 253),
    roleArn: input.text("roleArn"),
    targetRoleArn: input.optionalText("targetRoleArn") || undefined,
    disableSessionTags: input.flag("disableSessionTags"),
    policy: input.optionalText("policy") || undefined,
    createdAt: request.call.now,
    modifiedAt: request.call.now,
    tags,
  });
  checkRoles(request, cluster, association);
  return association;
}

/** Stores a new association. A service account can have only one in a cluster. */
export function putAssociation(
  { store }: Platform,
  cluster: ClusterRecord,
  association: AssociationRecord,
): void {
  store.transaction((writer) => {
    const { namespace, serviceAccount } = association;
    const twin = store
      .values<AssociationRecord>(childKey("eks-association", cluster))
      .find((one) => one.namespace === namespace && one.serviceAccount === serviceAccount);
    if (twin) throw inUse(`Association already exists: ${twin.associationId}`);
    writer.put(childKey("eks-association", cluster, association.associationId), association);
  });
  announceChange(store, cluster);
}

function checkRoles(
  request: Calling,
  cluster: ClusterRecord,
  association: AssociationRecord,
): void {
  const { roleArn, targetRoleArn, policy, disableSessionTags } = association;
  authorisePassRole(request, roleArn, "pods.eks.amazonaws.com", cluster.arn);
  const role = findRoleByArn(request.platform.store, roleArn);
  if (!role) throw invalidParameter(`Role provided in the request does not exist: ${roleArn}`);
  if (!trustsPodIdentity(JSON.parse(role.trust), { tagSession: !disableSessionTags })) {
    throw invalidParameter("Trust policy of the role provided is invalid");
  }
  if (targetRoleArn !== undefined && !/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(targetRoleArn)) {
    throw invalidParameter(`targetRoleArn must be the ARN of a role, got ${targetRoleArn}`);
  }
  if (policy !== undefined) checkSessionPolicy(policy, disableSessionTags);
}

function checkSessionPolicy(policy: string, disableSessionTags: boolean): void {
  if (!disableSessionTags) {
    throw invalidParameter("A session policy requires session tags to be disabled");
  }
  if (policy.length > SESSION_POLICY_LIMIT) {
    throw invalidParameter(
      `policy must be at most ${SESSION_POLICY_LIMIT} characters, got ${policy.length}`,
    );
  }
  try {
    JSON.parse(policy);
  } catch {
    throw invalidParameter("policy must be a JSON policy document");
  }
}

/** Without session tags, the target role identifies the pod by an external ID that EKS makes. */
function withExternalId(cluster: ClusterRecord, association: AssociationRecord): AssociationRecord {
  const { targetRoleArn, disableSessionTags, namespace, serviceAccount } = association;
  if (!targetRoleArn || !disableSessionTags) return { ...association, externalId: undefined };
  const { region, account, name } = cluster;
  const externalId = `${region}/${account}/${name}/${namespace}/${serviceAccount}`;
  return { ...association, externalId };
}

function kubernetesName(input: Input, member: string, limit: number): string {
  const name = input.text(member);
  if (name.length <= limit && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) return name;
  throw invalidParameter(`${member} must be a Kubernetes name of at most ${limit} characters`);
}

function replaced(given: string | undefined, before: string | undefined): string | undefined {
  if (given === undefined) return before;
  return given === "" ? undefined : given;
}

function summary(association: AssociationRecord): Record<string, unknown> {
  const { clusterName, namespace, serviceAccount, associationArn, ownerArn } = association;
  const { associationId: id } = association;
  return { clusterName, namespace, serviceAccount, associationArn, associationId: id, ownerArn };
}

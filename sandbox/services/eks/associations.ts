import { associationId } from "../../clusters/identifiers";
import { type AssociationRecord, type ClusterRecord, childKey } from "../../clusters/records";
import { findRoleByArn } from "../../identity/records/iam-records";
import { announceChange } from "../../kubernetes/objects/change-feed";
import { requestTagContext } from "../../operations/tags/tags";
import type { Call } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import {
  type Input,
  invalidParameter,
  optionalBoolean,
  optionalString,
  paginate,
  requiredString,
  tagsOf,
} from "./input";
import { authorise, clusterOf, eksArn, inUse, requireChild, requireCluster } from "./lookup";
import { authorisePassRole } from "./pass-role";
import { trustsPodIdentity } from "./pod-identity-trust";

const SESSION_POLICY_LIMIT = 2048;

/** The operations on EKS Pod Identity associations. */
export function associationOperations(platform: Platform) {
  const { store } = platform;

  const existing = (call: Call, input: Input, action: string) => {
    const cluster = clusterOf(call, requiredString(input, "clusterName"));
    const id = requiredString(input, "associationId");
    const association = requireChild<AssociationRecord>(platform, call, action, {
      kind: "eks-association",
      cluster,
      id,
      arnOf: (record) => record.associationArn,
      fallbackArn: eksArn(call, `podidentityassociation/${cluster.name}/${id}`),
      missing: `No pod identity association found for id: ${id} in cluster: ${cluster.name}`,
    });
    return { cluster: requireCluster(store, cluster), association };
  };

  return {
    CreatePodIdentityAssociation(call: Call, input: Input) {
      const cluster = clusterOf(call, requiredString(input, "clusterName"));
      const tags = tagsOf(input);
      authorise(platform, call, {
        action: "CreatePodIdentityAssociation",
        resource: eksArn(call, `cluster/${cluster.name}`),
        context: requestTagContext(tags),
      });
      const owner = requireCluster(store, cluster);
      const association = newAssociation(platform, call, owner, input, tags);
      putAssociation(platform, owner, association);
      return { association: describe(association) };
    },

    DescribePodIdentityAssociation(call: Call, input: Input) {
      const { association } = existing(call, input, "DescribePodIdentityAssociation");
      return { association: describe(association) };
    },

    UpdatePodIdentityAssociation(call: Call, input: Input) {
      const { cluster, association } = existing(call, input, "UpdatePodIdentityAssociation");
      const merged: AssociationRecord = {
        ...association,
        roleArn: optionalString(input, "roleArn") ?? association.roleArn,
        disableSessionTags:
          optionalBoolean(input, "disableSessionTags") ?? association.disableSessionTags,
        targetRoleArn: replaced(optionalString(input, "targetRoleArn"), association.targetRoleArn),
        policy: replaced(optionalString(input, "policy"), association.policy),
        modifiedAt: call.now,
      };
      const changed = withExternalId(cluster, merged);
      checkRoles(platform, call, cluster, changed);
      store.transaction((writer) =>
        writer.put(childKey("eks-association", cluster, changed.associationId), changed),
      );
      announceChange(store, cluster);
      return { association: describe(changed) };
    },

    DeletePodIdentityAssociation(call: Call, input: Input) {
      const { cluster, association } = existing(call, input, "DeletePodIdentityAssociation");
      store.transaction((writer) =>
        writer.remove(childKey("eks-association", cluster, association.associationId)),
      );
      return { association: describe(association) };
    },

    ListPodIdentityAssociations(call: Call, input: Input) {
      const cluster = clusterOf(call, requiredString(input, "clusterName"));
      authorise(platform, call, {
        action: "ListPodIdentityAssociations",
        resource: eksArn(call, `cluster/${cluster.name}`),
      });
      requireCluster(store, cluster);
      const namespace = optionalString(input, "namespace");
      const serviceAccount = optionalString(input, "serviceAccount");
      const associations = store
        .list<AssociationRecord>(childKey("eks-association", cluster))
        .map(({ value }) => value)
        .filter(
          (association) =>
            (!namespace || association.namespace === namespace) &&
            (!serviceAccount || association.serviceAccount === serviceAccount),
        );
      const { page, nextToken } = paginate(associations, input);
      return { associations: page.map(summary), nextToken };
    },
  };
}

/** The record of a new association, after EKS's checks of its members, roles and trust. */
export function newAssociation(
  platform: Platform,
  call: Call,
  cluster: ClusterRecord,
  input: Input,
  tags: Record<string, string>,
): AssociationRecord {
  const id = associationId();
  const association = withExternalId(cluster, {
    associationId: id,
    associationArn: eksArn(call, `podidentityassociation/${cluster.name}/${id}`),
    clusterName: cluster.name,
    namespace: kubernetesName(input, "namespace", 63),
    serviceAccount: kubernetesName(input, "serviceAccount", 253),
    roleArn: requiredString(input, "roleArn"),
    targetRoleArn: optionalString(input, "targetRoleArn") || undefined,
    disableSessionTags: optionalBoolean(input, "disableSessionTags") ?? false,
    policy: optionalString(input, "policy") || undefined,
    createdAt: call.now,
    modifiedAt: call.now,
    tags,
  });
  checkRoles(platform, call, cluster, association);
  return association;
}

/** Stores a new association, unless its service account already has one: a cluster allows one each. */
export function putAssociation(
  { store }: Platform,
  cluster: ClusterRecord,
  association: AssociationRecord,
): void {
  store.transaction((writer) => {
    const twin = store
      .list<AssociationRecord>(childKey("eks-association", cluster))
      .find(
        ({ value }) =>
          value.namespace === association.namespace &&
          value.serviceAccount === association.serviceAccount,
      );
    if (twin) throw inUse(`Association already exists: ${twin.value.associationId}`);
    writer.put(childKey("eks-association", cluster, association.associationId), association);
  });
  announceChange(store, cluster);
}

function checkRoles(
  platform: Platform,
  call: Call,
  cluster: ClusterRecord,
  association: AssociationRecord,
): void {
  const { roleArn, targetRoleArn, policy, disableSessionTags } = association;
  authorisePassRole(platform, call, roleArn, "pods.eks.amazonaws.com", cluster.arn);
  const role = findRoleByArn(platform.store, roleArn);
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

/** Without session tags, the target role knows the pod by an external id that EKS makes. */
function withExternalId(cluster: ClusterRecord, association: AssociationRecord): AssociationRecord {
  const { targetRoleArn, disableSessionTags, namespace, serviceAccount } = association;
  if (!targetRoleArn || !disableSessionTags) return { ...association, externalId: undefined };
  const { region, account, name } = cluster;
  const externalId = `${region}/${account}/${name}/${namespace}/${serviceAccount}`;
  return { ...association, externalId };
}

function kubernetesName(input: Input, member: string, limit: number): string {
  const name = requiredString(input, member);
  if (name.length <= limit && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) return name;
  throw invalidParameter(`${member} must be a Kubernetes name of at most ${limit} characters`);
}

function replaced(given: string | undefined, before: string | undefined): string | undefined {
  if (given === undefined) return before;
  return given === "" ? undefined : given;
}

function describe(association: AssociationRecord): AssociationRecord {
  return { ...association };
}

function summary(association: AssociationRecord): Record<string, unknown> {
  const { clusterName, namespace, serviceAccount, associationArn, ownerArn } = association;
  const { associationId: id } = association;
  return { clusterName, namespace, serviceAccount, associationArn, associationId: id, ownerArn };
}
